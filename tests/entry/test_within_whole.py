"""A ratio of which the one half is a part of the other: more than it is refused wherever it is entered, and found if it stands."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from reports.checks import find
from reports.contract import Contribution
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.places import impossible_ratio
from seoulwork.figures.divisions import Division
from seoulwork.figures.profiles import Profile
from tests.reports.test_checks import LABOUR, NOTHING, STAFF, indicator, row

from .conftest import People
from .test_saving import send

pytestmark = pytest.mark.any_engine


@pytest.mark.parametrize(
    ("above", "below", "within", "refused"),
    [(529, 500, True, True), (500, 500, True, False), (529, 500, False, False), (None, 500, True, False)],
)
def test_more_than_the_whole(above: int | None, below: int, within: bool, refused: bool) -> None:
    assert bool(impossible_ratio(above, below, "%", within_whole=within)) == refused


@pytest.mark.parametrize(("within", "states"), [(True, {"refused"}), (False, {"saved"})])
def test_it_is_refused_in_the_grid(
    july: Division, people: People, client_of: Any, within: bool, states: set[str]
) -> None:
    own = july.models.Indicator.objects.create(
        short_name="수료율", name="수료율", unit="%", accumulation="ratio", within_whole=within
    )
    cells = [{"cell": f"{kind}{own.pk}", "value": value, "seen": None} for kind, value in (("a", "529"), ("d", "500"))]
    results = send(client_of(people.officer), cells).json()["cells"]
    assert {each["state"] for each in results} == states
    if within:
        assert "분자 529가 분모 500보다 많습니다" in results[0]["text"]


def test_it_is_of_a_ratio_alone(july: Division) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        july.models.Indicator.objects.create(short_name="수료", name="수료", within_whole=True)


def test_the_checker_finds_one_that_stands() -> None:
    own = indicator(accumulation="ratio", unit="%", within_whole=True)
    stored = row("2018-03", 529)._replace(denominator=500)
    ledger = Ledger("담당관", Month(2018, 6), indicators=(own,), actuals=(stored,))
    found = find(NOTHING, [Contribution(LABOUR, ledger, Profile("노동존중", "", (), (), STAFF), ())])
    [finding] = [each for each in found if each.rule == "figures.more_than_whole"]
    assert finding.severity == "error"
    assert "2018년 3월 실적의 분자 529" in finding.sentence
    assert not [each for each in found if each.rule == "improbable.whole"]


@pytest.mark.parametrize(("asking", "codes"), [("usual", ["slip"]), ("wide", []), ("never", [])])
def test_an_indicator_that_varies_much_is_asked_about_less(
    july: Division, people: People, client_of: Any, asking: str, codes: list[str]
) -> None:
    own = july.models.Indicator.objects.create(short_name="행사", name="행사", asking=asking)
    run = Run(Month(2018, 1), Month(2018, 6))
    july.models.Actual.objects.create(
        indicator=own, first_month=run.first, last_month=run.last, value=6_000, source="data"
    )
    cells = [{"cell": f"a{own.pk}", "value": "7,000", "seen": None}]
    [told] = send(client_of(people.officer), cells).json()["rows"]
    assert [each["code"] for each in told["warnings"]] == codes
