"""Whose a printed figure is stays as its edition says, whatever indicators, parts and budget lines are called later."""

import json
from collections.abc import Callable
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from labour.models import Actual, Budget, Indicator, Part
from reports.asking import Question
from reports.editions import publishing
from reports.editions.changed import NOWHERE, changed_since, reason_for
from reports.editions.kept import document_of
from reports.editions.publishing import publish
from reports.models import Briefing, Edition
from reports.printed import Measured, PrintedFigure, PrintedLine
from seoulwork.accounts.models import Role
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
EDITION = "/briefings/2018-07/editions/1/"
OMBUDSMEN = "옴부즈만상담건수"
PLACE = ("노동정책담당관", "Actual", "6", OMBUDSMEN, "", "2018-01", "2018-06")
AT = {"place": json.dumps(PLACE), "shown": "1,694건"}


@pytest.fixture
def published(briefing_data: None) -> Edition:
    return publish(Briefing.objects.get(), None, reason="시험")


def renamed(table: Any, pk: int, **names: str) -> None:
    """As its page does it."""
    table.objects.filter(pk=pk).update(**names)


def another_of_the_name() -> tuple[Indicator, Indicator]:
    """The indicator that was printed, called otherwise, and another of its programme that has its name now, with values of the same months."""
    printed = Indicator.objects.get(short_name=OMBUDSMEN)
    renamed(Indicator, printed.pk, short_name="먼저것")
    other = Indicator.objects.get(pk=printed.pk)
    other.pk, other.short_name, other.name, other.policy_order = None, OMBUDSMEN, "다른 상담", None
    other.save(force_insert=True)
    run = Actual.objects.filter(indicator=printed, last_month="2018-06").latest("pk").run
    stamp = Stamp(None, Source.BROWSER, reason="새 지표")
    record_actual(division("labour").models, {"indicator": other, "part": None}, run, {"value": 777}, stamp)
    return printed, other


def rows() -> list[list[Any]]:
    """All that is kept beside documents."""
    return [
        list(PrintedLine.objects.values_list("position", "text", "page")),
        list(Measured.objects.values_list("division", "kind", "number", "name", "stored", "places")),
        list(PrintedFigure.objects.values_list("measure__number", "line__position", "text")),
    ]


@pytest.mark.any_engine
def test_a_name_that_is_another_s_leads_to_what_was_printed(published: Edition, signed_in: SignIn) -> None:
    council, head = signed_in(Role.COUNCIL), signed_in(Role.HEAD, "labour")
    kept = rows()
    changed_since(published)
    with CaptureQueriesContext(connection) as before:
        assert changed_since(published) == []
    printed, _ = another_of_the_name()
    with CaptureQueriesContext(connection) as after:
        assert changed_since(published) == []
    assert len(after) == len(before)

    answer = council.get(f"{EDITION}figure/", AT)
    assert answer["Location"] == f"/briefings/figures/labour/indicator/{printed.pk}/"
    assert "1,694건" in council.get(answer["Location"]).content.decode()
    line = PrintedLine.objects.get(section="labour-6", text__contains="1,694건")
    asking = f"{EDITION}sections/labour-6/ask/"
    council.post(f"{asking}?{urlencode(AT)}", {"line": line.pk, "text": "몇 건입니까?"})
    assert Question.objects.get().number == printed.pk
    told = head.get(f"/briefings/2018-07/origins/?edition=1&{urlencode(AT)}").json()["origins"][0]
    assert told is not None and "새 지표" not in str(told), "who entered what was printed, not what has its name"

    call_command("index_editions", stdout=StringIO())
    assert rows() == kept
    call_command("verify_editions", stdout=StringIO())


def test_parts_and_budget_lines_that_change_their_names_have_changed_no_value(published: Edition) -> None:
    kept = [each for each in document_of(published).homes if each.row and each.division == "labour"]
    part = Part.objects.get(pk=next(each.row or 0 for each in kept if each.kind == "indicator"))
    line = Budget.objects.get(pk=next(each.row or 0 for each in kept if each.kind == "budget"))
    sister = Part.objects.filter(indicator=part.indicator).exclude(pk=part.pk).first()
    assert sister is not None
    renamed(Part, part.pk, path="잠깐")
    renamed(Part, sister.pk, path=part.path)
    renamed(Part, part.pk, path=sister.path)
    renamed(Budget, line.pk, short_name="딴이름")
    assert changed_since(published) == []


def test_an_edition_of_an_earlier_program_leads_nowhere_rather_than_to_another(
    briefing_data: None, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its document keeps no keys, what is stored beside it does."""
    monkeypatch.setattr(publishing, "with_homes", lambda document, briefing: document)
    edition = publish(Briefing.objects.get(), None, reason="시험")
    assert document_of(edition).homes == ()
    assert changed_since(edition) == []
    kept, council = rows(), signed_in(Role.COUNCIL)
    printed, _ = another_of_the_name()
    assert council.get(f"{EDITION}figure/", AT)["Location"].endswith(f"/{printed.pk}/")
    found = changed_since(edition)
    assert {each.new for each in found} == {NOWHERE}
    assert "등" in reason_for([*found, *found])
    call_command("index_editions", stdout=StringIO())
    assert rows() == kept
    Measured.objects.all().delete()
    PrintedLine.objects.all().delete()
    call_command("index_editions", stdout=StringIO())
    renamed(Indicator, printed.pk, short_name="다시")
    place = json.dumps([*PLACE[:3], "없는이름", *PLACE[4:]])
    assert council.get(f"{EDITION}figure/", {"place": place}).status_code == 404


FORGERIES = [
    ("UPDATE reports_printedline SET text = replace(text, '13,869', '99,999')", "찾기에 나오는 줄이", "99,999"),
    ("UPDATE reports_printedline SET page = 99 WHERE position = 7", "찾기에 나오는 줄이", ""),
    ("UPDATE reports_printedfigure SET text = '9,694건' WHERE text = '1,694건'", "화면에 나오는 수치가", "9,694건"),
    ("DELETE FROM reports_printedfigure WHERE text = '1,694건'", "화면에 나오는 수치가", "1,694건"),
    ("UPDATE reports_measured SET number = number + 1000000", "지표와 예산의 뜻과 값이", ""),
    ("UPDATE reports_measured SET name = '다른 지표'", "지표와 예산의 뜻과 값이", "다른 지표"),
]


def told() -> str:
    """What `verify_editions` says."""
    out = StringIO()
    with pytest.raises(CommandError, match="발행한 때와 다른 것"):
        call_command("verify_editions", stdout=out)
    return out.getvalue()


@pytest.mark.any_engine
def test_what_is_searched_and_shown_of_an_edition_is_held_against_its_document(published: Edition) -> None:
    for sql, title, shown in FORGERIES:
        with connection.cursor() as cursor:
            cursor.execute(sql)
        said = told()
        assert title in said and shown in said, sql
        call_command("index_editions", stdout=StringIO())
        call_command("verify_editions", stdout=StringIO())
    PrintedFigure.objects.all().delete()
    Measured.objects.all().delete()
    PrintedLine.objects.all().delete()
    assert "줄이 없습니다" in told()
