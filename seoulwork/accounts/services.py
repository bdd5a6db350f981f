"""What an administrator does with accounts. Each is one transaction that also records who did it."""

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction

from seoulwork.accounts import lock
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Conflict, Stamp
from seoulwork.pages.versions import version

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for one another when read out."""


def temporary_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def create_user(*, by: User | None, user: User) -> str:
    """Save a new account; the first one is made by nobody. Returns its temporary password, which is stored nowhere else."""
    password = temporary_password()
    user.set_password(password)
    user.password_change_required = True
    user.save()
    _log(Action.USER_ADDED, user, by, role=user.role, division=user.division)
    return password


KEPT = ("username", "name", "role", "division", "email", "is_active")
"""What an administrator keeps of an account."""


def version_of(user: User) -> str:
    """What an administrator has seen of an account: a log-in in between changes nothing of it."""
    return version(user, KEPT)


@transaction.atomic
def change_user(*, by: User, user: User, changed: list[str], seen: str) -> None:
    """Save changed fields of an account. Raises Conflict when the account is not the version `seen` any more,
    ValidationError when nobody could manage accounts afterwards."""
    list(User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True))
    before = User.objects.select_for_update().get(pk=user.pk)
    if version_of(before) != seen:
        raise Conflict
    refuse_without_administrator(before, user.role, user.is_active)
    user.save(update_fields=changed)
    values: dict[str, Any] = {name: [getattr(before, name), getattr(user, name)] for name in changed}
    _log(Action.USER_CHANGED, user, by, **values)


def refuse_without_administrator(before: User, role: str, is_active: bool) -> None:
    """Before an account becomes something else. Raises ValidationError when nobody could manage accounts afterwards."""
    administrators = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    others = {each.pk for each in administrators} - {before.pk}
    if not others and (role != Role.ADMINISTRATOR or not is_active) and before.role == Role.ADMINISTRATOR:
        raise ValidationError("마지막 관리자의 역할이나 사용 여부는 바꿀 수 없습니다. 다른 관리자를 먼저 두어 주세요.")


@transaction.atomic
def reset_password(*, by: User, user: User) -> str:
    """Give a temporary password, which ends the user's sessions. Returns it; it is stored nowhere else."""
    password = temporary_password()
    user.set_password(password)
    user.password_change_required = True
    user.save(update_fields=["password", "password_change_required"])
    lock.unlock(user)
    _log(Action.PASSWORD_GIVEN, user, by)
    return password


@transaction.atomic
def unlock(*, by: User, user: User) -> None:
    """Forget the user's failed log-ins."""
    lock.unlock(user)
    _log(Action.USER_UNLOCKED, user, by)


@transaction.atomic
def remove_second_factor(*, by: User, user: User) -> None:
    """Take the second factor away from who has lost the telephone."""
    Authenticator.objects.filter(user=user).delete()
    _log(Action.SECOND_FACTOR_REMOVED, user, by)


def _log(action: Action, user: User, by: User | None, **detail: Any) -> None:
    log(action, str(user), Stamp(by, Source.BROWSER), detail={"username": user.username, **detail})
