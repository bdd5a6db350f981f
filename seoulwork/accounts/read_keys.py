"""Keys with which programs read open data: given and taken by an administrator, each use recorded. What a key opens stands in rights.py."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from seoulwork.accounts.models import ReadKey, User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import log
from seoulwork.figures import organisation, units
from seoulwork.figures.recording import Conflict, Stamp

PREFIX = "seoulwork_"
"""With which a key begins, so that it is known for one where it should not stand"""


def digest_of(key: str) -> str:
    """A key is as good as random, so that one round is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def give(given_to: str, until: datetime, *, by: User) -> str:
    """The key, which nobody can read again."""
    key = f"{PREFIX}{secrets.token_urlsafe(32)}"
    ReadKey.objects.create(given_to=given_to, digest=digest_of(key), expires_at=until, by=by)
    log(Action.READ_KEY_GIVEN, given_to, Stamp(by, ""))
    return key


@transaction.atomic
def take(pk: int, *, by: User) -> ReadKey:
    """Raises Conflict where there is none, or it was taken back."""
    found = ReadKey.objects.select_for_update().filter(pk=pk, taken_at=None).first()
    if found is None:
        raise Conflict
    found.taken_at = timezone.now()
    found.save(update_fields=["taken_at"])
    log(Action.READ_KEY_TAKEN, found.given_to, Stamp(by, ""), detail={"key": str(found.pk)})
    return found


def holder_of(key: str) -> ReadKey | None:
    """The row of a key that is in force. 1 query, and one more each after a division has another name or a unit was added."""
    told = {**organisation.version_columns(), **units.version_columns()}
    found: Any = ReadKey.objects.annotate(**told).filter(digest=digest_of(key)).first()
    if not (found and found.is_open):
        return None
    organisation.see((found.organisation_count, found.organisation_changed))
    units.see((found.unit_count, found.unit_changed))
    return found  # type: ignore[no-any-return]


@transaction.atomic
def use(key: ReadKey, what: str) -> None:
    """Record that somebody read by the key, and what."""
    ReadKey.objects.filter(pk=key.pk).update(last_used_at=timezone.now())
    log(Action.READ_KEY_USED, f"{key.given_to} · {what}", Stamp(None, ""), detail={"key": str(key.pk)})
