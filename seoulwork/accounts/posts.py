"""Giving posts beside one's own (겸임), and having somebody decide in one's stead (대결). Each is one transaction that also records who
did it. What stands of them today is Post.objects.current()."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from seoulwork.accounts.models import Post, Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.domain.korean import Pair, particle
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Conflict, Stamp
from seoulwork.notices.models import Kind
from seoulwork.notices.telling import tell

LONGEST = 90
"""Days for which somebody may decide in another's stead; what lasts longer is a post beside one's own."""
DECIDING = (Role.HEAD, Role.ADMINISTRATOR)
"""Whose posts can be handed on."""
STAFF = (Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR)
"""Whose accounts may hold another post."""


@transaction.atomic
def give(post: Post, *, by: User) -> None:
    """Save a post beside the user's own. Raises ValidationError."""
    person = User.objects.select_for_update().get(pk=post.user_id)
    if person.role == Role.COUNCIL:
        raise ValidationError("시의원 계정에는 다른 자격을 더할 수 없습니다.")
    if (post.role, post.division) == (person.role, person.division):
        raise ValidationError("본래 자격과 같습니다. 다른 역할이나 소속을 골라 주세요.")
    same = Post.objects.filter(user=person, role=post.role, division=post.division, deputy_for=None, ended_at=None)
    _refuse_overlap(same, post, "같은 자격이 이미 있습니다")
    post.by = by
    post.full_clean()
    post.save()
    _log(Action.POST_GIVEN, post, by)
    tell(
        [person],
        Kind.POST,
        f"{_with_particle(post.position, '을/를')} 겸하게 되었습니다({post.days}).",
        reverse("home"),
    )


@transaction.atomic
def name_deputy(deputy: User, begins: date, ends: date, reason: str, *, by: User) -> Post:
    """Hand on what `by` works as now, but not what they do in another's stead. Raises ValidationError."""
    principal = User.objects.select_for_update().get(pk=by.pk)
    if by.role not in DECIDING or (by.post and by.post.deputy_for_id):
        raise ValidationError("대결로 맡은 자격은 다시 맡길 수 없습니다. 본래 자격으로 바꾸어 주세요.")
    if begins < timezone.localdate():
        raise ValidationError("지난날부터 맡길 수는 없습니다. 오늘이나 그 뒤의 날로 정해 주세요.")
    if ends > begins + timedelta(days=LONGEST - 1):
        raise ValidationError(f"대결은 {LONGEST}일까지 맡길 수 있습니다. 더 길면 관리자에게 겸임을 청해 주세요.")
    if not deputies_for(by).filter(pk=deputy.pk).exists():
        raise ValidationError("대결을 맡을 수 없는 사람입니다. 목록에서 다시 골라 주세요.")
    post = Post(
        user=deputy,
        role=by.role,
        division=by.division,
        begins=begins,
        ends=ends,
        deputy_for=principal,
        reason=reason,
        by=by,
    )
    post.full_clean()
    same = Post.objects.filter(deputy_for=principal, role=post.role, division=post.division, ended_at=None)
    _refuse_overlap(same, post, "그 기간에 이미 대결을 맡긴 사람이 있습니다")
    post.save()
    _log(Action.DEPUTY_NAMED, post, by)
    text = f"{post.position}을 맡았습니다({post.days}). '내 계정'에서 자격을 바꾸어 결정합니다."
    tell([deputy], Kind.POST, text, reverse("home"), more=f"사유: {reason}")
    return post


@transaction.atomic
def end(key: int, whose: Q, *, by: User) -> Post:
    """End one of the posts that are `whose` before its day. Raises Conflict where there is none, or it has ended."""
    open_ones = Q(ended_at=None) & (Q(ends=None) | Q(ends__gte=timezone.localdate()))
    known = Post.objects.select_for_update(of=("self",)).select_related("user", "deputy_for")
    post = known.filter(whose, open_ones, pk=key).first()
    if post is None:
        raise Conflict
    post.ended_at = timezone.now()
    post.save(update_fields=["ended_at"])
    _log(Action.DEPUTY_ENDED if post.deputy_for_id else Action.POST_ENDED, post, by)
    tell([post.user], Kind.POST, f"{_with_particle(post.position, '이/가')} 끝났습니다.", reverse("home"))
    return post


def deputies_for(principal: User) -> QuerySet[User]:
    """Who can decide in somebody's stead: staff that can log in."""
    return User.objects.filter(is_active=True, role__in=STAFF).exclude(pk=principal.pk).order_by("name", "pk")


def _refuse_overlap(known: QuerySet[Post], post: Post, told: str) -> None:
    others = known.filter(Q(ends=None) | Q(ends__gte=post.begins))
    if post.ends:
        others = others.filter(begins__lte=post.ends)
    if found := others.select_related("user", "deputy_for").first():
        raise ValidationError(f"{told}: {found.user}, {found.days}.")


def _with_particle(text: str, pair: Pair) -> str:
    return f"{text}{particle(text, pair)}"


def _log(action: Action, post: Post, by: User) -> None:
    told = {
        "username": post.user.username,
        "role": post.role,
        "division": post.division,
        "begins": str(post.begins),
        "ends": str(post.ends) if post.ends else None,
        "deputy_for": post.deputy_for.username if post.deputy_for else None,
    }
    log(action, f"{post} · {post.days}", Stamp(by, Source.BROWSER, reason=post.reason), detail=told)
