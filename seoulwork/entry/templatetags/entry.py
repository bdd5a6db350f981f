"""What the scripts of the monthly grid need beside the page itself."""

import base64
from dataclasses import asdict

from django import template
from django.utils.crypto import salted_hmac
from django.utils.html import json_script
from django.utils.safestring import SafeString

from seoulwork.accounts.models import User
from seoulwork.domain.vocabulary import UNITS
from seoulwork.entry.grid import Grid
from seoulwork.entry.markup import row_html
from seoulwork.entry.shown import Group

register = template.Library()


@register.simple_tag
def entry_rows(group: Group, cells: str) -> SafeString:
    """The lines of one group of the grid."""
    return SafeString("".join(row_html(row, cells) for row in group.rows))


@register.simple_tag
def entry_data(grid: Grid, user: User) -> SafeString:
    """One block of JSON: the units of the number grammar, the exact figures behind the previews, which cells belong
    together, and the user's own key for what the browser keeps until it is saved."""
    data = {
        "user": user.works_as,
        "place": f"{grid.division_key}/{grid.month}",
        "secret": pending_secret(user),
        "units": {name: [unit.base, unit.factor] for name, unit in UNITS.items()},
        "together": asdict(grid.together),
        "rows": {row.id: row.live._asdict() for group in grid.groups for row in group.rows},
    }
    return json_script(data, "entry-data")


def pending_secret(user: User) -> str:
    """The AES key (base64) with which the browser seals what this user typed and could not save yet: the same at each
    log-in, so that it opens again, and never stored in the browser, so that nobody else at that computer can open it."""
    digest = salted_hmac("seoulwork.entry.pending", str(user.pk), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()
