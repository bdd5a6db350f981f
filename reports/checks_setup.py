"""A system check at start-up: every division named in settings can contribute to the briefing."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string


@register()
def divisions_contribute(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Each app of settings.DIVISIONS has a callable `briefing.contribute` (see contract.py)."""
    problems: list[CheckMessage] = []
    for key in settings.DIVISIONS:
        try:
            ready = callable(import_string(f"{key}.briefing.contribute"))
        except ImportError as error:
            problems.append(Error(f"{key}.briefing.contribute를 불러올 수 없습니다: {error}", id="reports.E001"))
            continue
        if not ready:
            problems.append(Error(f"{key}.briefing.contribute는 함수가 아닙니다.", id="reports.E002"))
    return problems
