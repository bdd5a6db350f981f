"""The briefing that a command is asked for."""

from django.core.management import CommandError

from reports.models import Briefing
from seoulwork.domain.periods import Month, PeriodError


def briefing_of(month: str) -> Briefing:
    """The briefing of a month as it is typed: `2018-07`. Raises CommandError."""
    try:
        return Briefing.objects.get(month=Month.parse(month))
    except PeriodError as error:
        raise CommandError(str(error)) from error
    except Briefing.DoesNotExist as error:
        raise CommandError(f"{month} 업무보고가 없습니다. load_briefing_data로 자료를 먼저 넣어 주세요.") from error
