"""Lists that are too long to be made a workbook while somebody waits for the answer (pages/lists.py): a task makes them, by the view that shows
the list, and they are kept for a day. Only who asked may have one, and only as what they asked as and while the list is open to that."""

from datetime import timedelta
from time import monotonic
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils import timezone

from seoulwork.accounts.models import Post, User
from seoulwork.accounts.rights import may
from seoulwork.operations.models import ListFile, Task
from seoulwork.operations.tasks import TaskRefused, work
from seoulwork.pages.lists import NoWorkbook, WholeList, path_of
from seoulwork.pages.troubles import Trouble, trouble_of

KEPT = timedelta(days=1)
TELLS_EVERY = 1.0
"""Seconds"""
MADE = "파일을 만들었습니다."


def begin(user: User, name: str, address: str) -> Task:
    """Have a list made, for the user as what they work as now; while it is being made, that is the work under way. Raises PermissionDenied
    where the list is not open to them."""
    if not _is_open(user, address):
        raise PermissionDenied
    asked = {"name": name, "address": address, "role": user.role, "division": user.division}
    under_way = list_task.of(**asked).filter(by=user, state__in=(Task.State.WAITING, Task.State.RUNNING)).first()
    return under_way or list_task.ask(user, **asked)


def may_have(user: User, task: Task) -> bool:
    """Whether the user still is what they asked as, by which a list leaves out rows too, and the list is open to that."""
    asked = task.arguments
    return (user.role, user.division) == (asked["role"], asked["division"]) and _is_open(user, asked["address"])


def _is_open(user: User, address: str) -> bool:
    try:
        match = resolve(path_of(address))
    except Resolver404:
        return False
    return may(user, match.view_name, division=match.kwargs.get("division", ""))


@work("list", "목록의 엑셀")
def list_task(task: Task, *, name: str, address: str, role: str, division: str) -> str:
    """Make the workbook of the list at an address ("/users/events/?action=added&export=xlsx")."""
    forget_old()
    user = task.by
    if user is None or not (_stands(user, task.post) and may_have(user, task)):
        raise TaskRefused("그사이 이 목록을 볼 권한이 없어져 만들지 않았습니다.")
    at = timezone.now()
    response = _answer(WholeList(user, address, Progress(task)))
    with transaction.atomic():
        ListFile.objects.create(
            task=task,
            rows=response.exported,
            personal=getattr(response, "personal", ""),
            content=response.content,
            made_at=at,
        )
        task.finish(MADE)
    return MADE


def _stands(user: User, post: Post | None) -> bool:
    """Whether the account, and the post that it works as, are still in force."""
    return user.is_active and (post is None or Post.objects.current().filter(pk=post.pk).exists())


def _answer(request: WholeList) -> Any:
    """What the list's own view answers. Raises TaskRefused."""
    match = request.resolver_match = resolve(request.path)
    try:
        return match.func(request, *match.args, **match.kwargs)
    except NoWorkbook as error:
        raise TaskRefused(str(error)) from error
    except (Http404, PermissionDenied) as error:
        raise TaskRefused("그사이 없어진 목록입니다.") from error


class Progress:
    """Tells of a task how many rows are done, every second at most."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.told = -TELLS_EVERY

    def __call__(self, done: int, count: int) -> None:
        if monotonic() - self.told < TELLS_EVERY:
            return
        self.told = monotonic()
        try:
            self.task.report(95 * done // max(count, 1), f"{count:,}건 가운데 {done:,}건을 파일에 담았습니다.")
        except OperationalError as error:
            # On SQLite a connection that is reading writes no more as soon as another has written. The rows matter, not this.
            if trouble_of(error) is not Trouble.BUSY:
                raise


def forget_old() -> None:
    """Files that were kept long enough, and the work on them."""
    list_task.forget(timezone.now() - KEPT)
