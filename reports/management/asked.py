"""The briefing that a command is asked for."""

from django.core.management import CommandError

from reports.models import Briefing
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.periods import PeriodError

ASKED = "보고의 이름: 보고 달, 2018-07처럼. 그 달의 두 번째 보고는 2018-07-2"


def briefing_of(name: str) -> Briefing:
    """The briefing of a name as it is typed: `2018-07`, `2018-07-2`. Raises CommandError."""
    try:
        return Briefing.objects.named(BriefingName.parse(name)).get()
    except PeriodError as error:
        raise CommandError(str(error)) from error
    except Briefing.DoesNotExist as error:
        raise CommandError(f"{name} 업무보고가 없습니다. load_briefing_data로 자료를 먼저 넣어 주세요.") from error
