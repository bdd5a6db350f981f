"""Reads of what only this division has, as frozen rows."""

from dataclasses import dataclass
from datetime import date

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


def sample_programmes() -> dict[int, str]:
    """Sample programmes of the job targets' beneficiary groups, by part. 1 query."""
    return dict(BeneficiaryGroup.objects.values_list("part_id", "sample_programmes"))


def schools() -> tuple[SchoolRow, ...]:
    """1 query."""
    fields = ("name", "location", "contractor", "contract_start", "contract_end")
    return tuple(SchoolRow(*row) for row in TrainingSchool.objects.values_list(*fields))


def sessions() -> tuple[SessionRow, ...]:
    """1 query."""
    return tuple(SessionRow(*row) for row in ForumSession.objects.values_list("kind", "number", "title", "body"))
