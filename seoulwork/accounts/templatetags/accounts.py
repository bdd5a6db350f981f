"""What the pages of one's own account say."""

from typing import Any

from django import template

from seoulwork.accounts.middleware import is_second_factor_missing
from seoulwork.accounts.sessions import device

register = template.Library()
register.filter("device", device)


@register.simple_tag(takes_context=True)
def second_factor_missing(context: Any) -> bool:
    """Whether the reader has to set up the second factor before anything else."""
    return is_second_factor_missing(context["request"])
