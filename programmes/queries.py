"""Reads of what only this division has, as frozen rows."""

from dataclasses import dataclass
from datetime import date

from seoulwork.domain.periods import Month

from .models import BeneficiaryGroup, ForumSession, TrainingSchool


@dataclass(frozen=True, slots=True)
class SchoolRow:
    name: str
    location: str
    contractor: str
    contract_start: date
    contract_end: date


@dataclass(frozen=True, slots=True)
class SessionRow:
    kind: str
    number: int | None
    title: str
    body: str


def sample_programmes(month: Month) -> dict[int, str]:
    """Sample programmes of the job targets' beneficiary groups as of a month, by part. 1 query."""
    return dict(BeneficiaryGroup.objects.as_of(month).values_list("part_id", "sample_programmes"))


def schools(month: Month) -> tuple[SchoolRow, ...]:
    """As of a month. 1 query."""
    return tuple(
        SchoolRow(
            name=row.name,
            location=row.location,
            contractor=row.contractor,
            contract_start=row.contract_start,
            contract_end=row.contract_end,
        )
        for row in TrainingSchool.objects.as_of(month)
    )


def sessions(month: Month) -> tuple[SessionRow, ...]:
    """As of a month. 1 query."""
    return tuple(
        SessionRow(kind=row.kind, number=row.number, title=row.title, body=row.body)
        for row in ForumSession.objects.as_of(month)
    )
