"""What the pages of one's own account say."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from seoulwork.accounts.middleware import is_second_factor_missing
from seoulwork.accounts.sessions import device

register = template.Library()
register.filter("device", device)


@register.simple_tag(takes_context=True)
def second_factor_missing(context: Any) -> bool:
    """Whether the reader has to set up the second factor before anything else."""
    return is_second_factor_missing(context["request"])


@register.filter
def drawn(svg: str) -> SafeString:
    """A drawing of our own as part of the page: the content security policy lets no page take one from an address `data:`."""
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308  drawn by a library from the key alone
