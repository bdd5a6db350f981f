"""Telling who must know that a figure changed after an edition printed it: the head of its division and the administrators, once for what has
changed so far."""

import hashlib
from collections.abc import Iterable, Iterator

from django.urls import reverse

from seoulwork.accounts.models import Role, User
from seoulwork.figures.divisions import division_called
from seoulwork.notices.models import Kind
from seoulwork.notices.telling import tell

from ..models import Briefing, Edition
from .changed import Changed, changed_since
from .sealing import Altered

NAMED = 5


def in_force() -> Iterator[Edition]:
    """The newest edition of each briefing that was not withdrawn, but of such as are being corrected. 3 queries."""
    for briefing in Briefing.objects.with_editions():
        if briefing.edition and not briefing.correction:
            yield briefing.edition


def tell_changed(*, site: str = "") -> list[Edition]:
    """Of each edition in force what has changed, to each division's head what is its own. The editions of which something has changed."""
    found = []
    for edition in in_force():
        try:
            changed = changed_since(edition)
        except Altered:
            # Its page says so; nothing can be held against it.
            continue
        if changed:
            found.append(edition)
            _tell(edition, changed, site)
    return found


def _tell(edition: Edition, changed: list[Changed], site: str) -> None:
    heads: dict[str, list[Changed]] = {}
    for each in changed:
        heads.setdefault(_division(edition, each), []).append(each)
    administrators = User.objects.holding(Role.ADMINISTRATOR)
    _say(edition, changed, administrators, site)
    for key, own in heads.items():
        if key:
            users = User.objects.holding(Role.HEAD, division=key)
            _say(edition, own, users, site)


def _division(edition: Edition, changed: Changed) -> str:
    """The key of the division that it is of; empty for what is of the bureau."""
    try:
        return division_called(changed.indicator.split(" · ")[0], edition.briefing.month).key
    except KeyError:
        return ""


def _say(edition: Edition, changed: list[Changed], users: Iterable[User], site: str) -> None:
    lines = [f"- {each.indicator} {each.period} {each.kind}: {each.text}" for each in changed]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:24]
    text = f"{edition}에 실린 수치 {len(changed)}건이 발행 뒤 바뀌었습니다"
    page = reverse("edition", args=[edition.briefing.name, edition.number])
    tell(
        users,
        Kind.CHANGED,
        text,
        page,
        more="\n".join(lines[:NAMED]),
        about=f"changed:{edition.pk}:{digest}",
        site=site,
    )
