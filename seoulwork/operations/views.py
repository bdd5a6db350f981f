"""How the installation is, for administrators; and the files of long lists, for who has them made. Rights stand in accounts/rights.py."""

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from seoulwork.accounts.rights import user_of
from seoulwork.audit.accesses import Doing, record
from seoulwork.operations import list_files
from seoulwork.operations.checkup import examine
from seoulwork.operations.models import ListFile, Task, Worker
from seoulwork.operations.tasks import title_of
from seoulwork.pages.export import download
from seoulwork.pages.lists import ADMINISTRATION, handed_on

SHOWN = 20
"""Pieces of long work, the latest."""


@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """What `manage.py doctor` says, who does long work, and what of it came to nothing."""
    findings = examine()
    context = {
        "findings": findings,
        "wrong": sum(bool(each.remedy) for each in findings),
        "workers": Worker.alive(),
        "waiting": Task.objects.filter(state=Task.State.WAITING).count(),
        "running": _titled(Task.State.RUNNING),
        "failed": _titled(Task.State.FAILED),
        "administration": ADMINISTRATION,
    }
    return render(request, "operations/system.html", context)


def _titled(state: str) -> list[tuple[str, Task]]:
    found = Task.objects.filter(state=state).select_related("by")[:SHOWN]
    return [(title_of(each), each) for each in found]


@require_safe
def begin_list_file(request: HttpRequest) -> HttpResponse:
    """A list sends here who asks for a workbook of it that takes long."""
    try:
        name, address = handed_on(request.GET.get("of", ""))
    except BadSignature as error:
        raise Http404 from error
    return redirect("download", list_files.begin(user_of(request), name, address).pk)


@require_safe
def list_file(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the workbook of a list is, and the file once it is there."""
    task = _asked_for(request, pk)
    context = {
        "task": task,
        "file": ListFile.objects.filter(task=task).annotate(size=Length("content")).first(),
        "until": task.created_at + list_files.KEPT,
        "list": task.arguments["address"].replace("export=xlsx", "").rstrip("?&"),
    }
    return render(request, "operations/list_file.html", context)


@require_safe
def list_file_content(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook itself. Where it tells of people it is recorded that they were taken out, each time."""
    task = _asked_for(request, pk)
    made = get_object_or_404(ListFile, task=task)
    if made.personal:
        narrowed = task.arguments["address"].partition("?")[2]
        record(request, Doing.EXPORTED, made.personal, (), made.rows, narrowed)
    return download(bytes(made.content), task.arguments["name"], made.made_at)


def _asked_for(request: HttpRequest, pk: int) -> Task:
    """The work that the user has asked for. Raises Http404 for another's and what is forgotten, PermissionDenied where the list is not open
    any more to what they work as."""
    since = timezone.now() - list_files.KEPT
    user = user_of(request)
    task: Task = get_object_or_404(list_files.list_task.of(), pk=pk, by=user, created_at__gte=since)
    if not list_files.may_have(user, task):
        raise PermissionDenied
    return task
