"""People, and a small division with July 2018 open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import Division, division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record, record_actual
from tests.entry.browsing import Month2018, Office, log_in, make_office

JULY = Month(2018, 7)
PAST = Month(2018, 6)


@dataclass(frozen=True)
class People:
    officer: User
    colleague: User
    head: User
    administrator: User
    stranger: User
    """An officer of another division."""
    council: User


def make_people() -> People:
    def person(username: str, name: str, role: str, of: str = "") -> User:
        return User.objects.create(
            username=username, name=name, role=role, division=of, email=f"{username}@example.org"
        )

    return People(
        person("officer1", "입력 담당 가", Role.OFFICER, "programmes"),
        person("officer2", "입력 담당 나", Role.OFFICER, "programmes"),
        person("head1", "일자리정책담당관", Role.HEAD, "programmes"),
        person("admin1", "관리자", Role.ADMINISTRATOR),
        person("officer3", "노동 입력 담당", Role.OFFICER, "labour"),
        person("council1", "시의원", Role.COUNCIL),
    )


FIRST_HALF = Run(Month(2018, 1), PAST)
STAMP = Stamp(None, Source.DATA, at=datetime.fromisoformat("2018-07-11T09:00:00+09:00"))
JOBS = {
    "사업대상": {
        "청년": (48_697, 76_692),
        "여성": (50_825, 70_924),
        "중장년": (42_962, 74_882),
        "어르신": (60_542, 76_769),
        "장애인": (4_935, 5_905),
        "저소득": (19_645, 21_166),
        "일반 시민": (18_051, 27_618),
    },
    "종류": {"직접일자리": (132_391, 150_061), "간접일자리": (113_266, 203_895)},
}
"""January-June 2018 and the year's target: both breakdowns add up to 245,657 and 353,956."""


def make_july() -> Division:
    """A few indicators of 일자리정책담당관 with their figures up to June 2018; July is open and empty. 18 cells are due."""
    own = division("programmes")
    models = own.models
    programme = models.Programme.objects.create(number=2, title="청년 일자리", first_year=2018)

    def indicator(name: str, **more: Any) -> Any:
        return models.Indicator.objects.create(**{"short_name": name, "name": name, "unit": "명", **more})

    def write(of: Any, value: int, target: int | None = None, part: Any = None, run: Run = FIRST_HALF) -> None:
        key = {"indicator_id": of.pk, "part_id": part.pk if part else None}
        record_actual(models, key, run, {"value": value, "denominator": None}, STAMP)
        if target is not None:
            year = {"first_month": Month(2018, 1), "last_month": Month(2018, 12)}
            record(models.Target, {**key, **year}, {"value": target}, STAMP)

    def parts(of: Any, *paths: str, dimension: str = "") -> list[Any]:
        return [models.Part.objects.create(indicator=of, path=path, dimension=dimension) for path in paths]

    jobs = indicator("일자리", unit="개")
    for dimension, figures in JOBS.items():
        for part, (value, target) in zip(parts(jobs, *figures, dimension=dimension), figures.values(), strict=True):
            write(jobs, value, target, part)
    write(indicator("상담", programme=programme, position=1), 13_869)
    write(indicator("취업", programme=programme, position=2), 1_785)
    space = indicator("공간이용", programme=programme, position=3)
    for part, value in zip(parts(space, "스터디룸", "대관이용"), (14_310, 7_943), strict=True):
        write(space, value, part=part)
    cafes = indicator("카페", programme=programme, unit="개소", accumulation="latest", position=4)
    for part, value in zip(parts(cafes, "민간", "대학", "공공"), (36, 16, 21), strict=True):
        write(cafes, value, part=part, run=Run(PAST, PAST))
    line = models.Budget.objects.create(short_name="예산현액", kind="current", year=2018)
    record(
        models.Appropriation, {"budget_id": line.pk, "from_month": Month(2018, 1)}, {"amount": 187_341_000_000}, STAMP
    )
    spent = {"committed": 105_588_000_000, "spent": 100_177_000_000}
    record(models.Execution, {"budget_id": line.pk, "month": PAST}, spent, STAMP)
    open_month(JULY)
    return own


@pytest.fixture
def july(db: None) -> Division:
    return make_july()


@pytest.fixture
def people(db: None) -> People:
    cache.clear()
    return make_people()


@pytest.fixture
def client_of() -> Any:
    """A browser of a user, without the log-in page."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


def cell_of(of: Division, name: str, part: str = "", programme: int | None = None, kind: str = "a") -> str:
    """The cell of an indicator by its short name."""
    found = of.models.Indicator.objects.filter(short_name=name, frequency="monthly")
    if programme is not None:
        found = found.filter(programme__number=programme)
    indicator = found.get()
    return f"{kind}{indicator.pk}" + (f"p{indicator.parts.get(path=part).pk}" if part else "")


@pytest.fixture
def office(live_server: Any) -> Office:
    return make_office()


@pytest.fixture
def month(page: Page, context: BrowserContext, office: Office, base_url: str) -> Iterator[Month2018]:
    """July's page, opened by the officer; no script error may have happened."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    log_in(context, office.officer, base_url)
    yield Month2018(page, office).open()
    assert errors == []
