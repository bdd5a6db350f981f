"""Saving cells through the address that the page uses."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import hypothesis
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st

from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.audit.rows import Saved, rows_of
from seoulwork.domain.periods import Month
from seoulwork.entry.models import Sending
from seoulwork.figures.divisions import Division

from .conftest import PAST, People, cell_of

ADDRESS = "/entry/programmes/2018-07/cells/"


def send(
    client: Client, cells: list[dict[str, Any]], address: str = ADDRESS, together: bool = False, **more: Any
) -> Any:
    body = {"request": str(uuid4()), "all_or_nothing": together, "cells": cells, **more}
    return client.post(address, json.dumps(body), content_type="application/json")


def one(client: Client, cell: str, value: str, seen: int | None = None, **more: Any) -> dict[str, Any]:
    answer = send(client, [{"cell": cell, "value": value, "seen": seen, **more}])
    assert answer.status_code == 200, answer.content
    result: dict[str, Any] = answer.json()["cells"][0]
    return result


def rows(july: Division) -> Any:
    return july.models.Actual.objects.filter(first_month=Month(2018, 7))


@pytest.fixture
def officer(july: Division, people: People, client_of: Any) -> Any:
    return client_of(people.officer)


@pytest.fixture
def colleague(july: Division, people: People, client_of: Any) -> Any:
    return client_of(people.colleague)


def test_a_figure_is_stored_with_who_and_from_where(officer: Client, july: Division, people: People) -> None:
    cell = cell_of(july, "상담")
    answer = send(officer, [{"cell": cell, "value": "２，３１４명", "seen": None}]).json()
    row = rows(july).get()
    assert answer["cells"][0] == {"cell": cell, "state": "saved", "text": "", "value": "2,314", "version": row.pk}
    assert (row.value, row.entered_by, row.source) == (2314, people.officer, "browser")
    assert answer["rows"][0]["cumulative"] == "16,183"
    assert answer["progress"]["text"] == "18개 중 1개 입력"


def test_the_answer_brings_the_rate_and_what_the_whole_becomes(officer: Client, july: Division) -> None:
    """245,657 + 10,000 young people's jobs over a target of 353,956: the parts add up to the whole."""
    whole = cell_of(july, "일자리")
    answer = send(officer, [{"cell": cell_of(july, "일자리", "청년"), "value": "10,000", "seen": None}]).json()
    by_row = {row["row"]: row for row in answer["rows"]}
    assert (by_row[whole]["cumulative"], by_row[whole]["rate"], by_row[whole]["pace"]) == ("255,657", "72.2%", "58.3")
    assert by_row[cell_of(july, "일자리", "청년")]["rate"] == "76.5%"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("5,2o1", "숫자가 아닙니다"),
        ("1.5", "소수 없이"),
        ("12건", "단위"),
        ("9" * 40, "너무 큰 수"),
        ("1" * 61, "너무 깁니다"),
    ],
)
def test_what_is_no_figure_is_refused_with_its_reason(officer: Client, july: Division, typed: str, said: str) -> None:
    result = one(officer, cell_of(july, "상담"), typed)
    assert (result["state"], said in result["text"]) == ("refused", True)
    assert not rows(july).exists()


def test_blank_is_not_zero(officer: Client, july: Division) -> None:
    cell = cell_of(july, "상담")
    assert one(officer, cell, "-")["state"] == "unchanged"
    assert one(officer, cell, "0")["state"] == "saved"
    assert rows(july).get().value == 0


@pytest.mark.parametrize("blank", ["", " -   ", "—"])
@pytest.mark.parametrize("together", [False, True])
def test_a_stored_value_is_cleared_only_where_the_sender_knows_of_it(
    officer: Client, july: Division, blank: str, together: bool
) -> None:
    """Excel's 쉼표 스타일 shows a zero as ` -   `: a block of it is no word that twelve is to go."""
    cell, other = cell_of(july, "상담"), cell_of(july, "취업")
    seen = one(officer, cell, "12")["version"]
    block = [{"cell": other, "value": "11", "seen": None}, {"cell": cell, "value": blank, "seen": seen}]
    first, second = send(officer, block, together=together).json()["cells"]
    assert (second["state"], "저장된 값 12가 지워집니다" in second["text"]) == ("refused", True)
    assert first["state"] == ("held" if together else "saved")
    assert rows(july).get(indicator__short_name="상담").superseded_at is None
    block[1]["clears"] = True
    assert send(officer, block[1:], together=together).json()["cells"][0]["state"] == "saved"
    assert rows(july).get(indicator__short_name="상담").superseded_at is not None


def test_a_dash_is_said_to_be_blank(officer: Client, july: Division) -> None:
    cell = cell_of(july, "상담")
    assert "0이 아니라 빈칸입니다. 0이면" in one(officer, cell, " - ")["text"]
    seen = one(officer, cell, "12")["version"]
    cleared = one(officer, cell, "-", seen=seen, clears=True)
    assert (cleared["state"], "저장된 값 12를 지웠습니다" in cleared["text"]) == ("saved", True)


def test_a_formula_is_kept_as_what_it_comes_to(officer: Client, july: Division) -> None:
    cell = cell_of(july, "상담")
    answer = one(officer, cell, "=1,200 + 5")
    assert (answer["state"], answer["value"], rows(july).get().value) == ("saved", "1,205", 1205)
    assert one(officer, cell, "=10+", seen=answer["version"])["text"].startswith("셈할 수 없는 식입니다: '=10+'.")


def test_a_second_user_gets_a_conflict_with_both_values(officer: Client, colleague: Client, july: Division) -> None:
    cell = cell_of(july, "상담")
    first = one(officer, cell, "100")
    result = one(colleague, cell, "200")
    assert result["state"] == "conflict"
    assert (result["mine"], result["seen"]) == ({"value": "200"}, {"value": ""})
    assert {name: result["theirs"][name] for name in ("value", "by", "version")} == {
        "value": "100",
        "by": "입력 담당 가",
        "version": first["version"],
    }
    assert "입력 담당 가" in result["text"]
    assert rows(july).get().value == 100
    assert one(colleague, cell, "200", seen=result["theirs"]["version"])["state"] == "saved"
    assert list(rows(july).filter(superseded_at__isnull=True).values_list("value", flat=True)) == [200]


@pytest.mark.any_engine
def test_the_same_value_by_two_is_no_conflict(officer: Client, colleague: Client, july: Division) -> None:
    cell = cell_of(july, "상담")
    first = one(officer, cell, "100")
    assert one(colleague, cell, "100")["state"] == "unchanged"
    assert one(colleague, cell, "100")["version"] == first["version"]
    assert rows(july).count() == 1


@pytest.mark.any_engine
def test_a_version_of_another_cell_counts_for_nothing(officer: Client, july: Division) -> None:
    other = one(officer, cell_of(july, "취업"), "5")
    cell = cell_of(july, "상담")
    one(officer, cell, "5")
    assert one(officer, cell, "6", seen=other["version"])["state"] == "conflict"
    assert one(officer, cell, "6", seen=2**63 - 1)["state"] == "conflict"


def test_a_request_sent_again_is_answered_and_not_repeated(
    officer: Client, colleague: Client, july: Division, people: People
) -> None:
    """Even when the cell was cleared by somebody else in between."""
    cell = cell_of(july, "상담")
    body = json.dumps({"request": str(uuid4()), "cells": [{"cell": cell, "value": "7", "seen": None}]})
    first = officer.post(ADDRESS, body, content_type="application/json").json()
    one(colleague, cell, "", seen=first["cells"][0]["version"], clears=True)
    again = officer.post(ADDRESS, body, content_type="application/json").json()
    assert again["cells"] == first["cells"]
    assert again["progress"]["text"] == "18개 중 0개 입력"
    assert rows(july).count() == 1
    assert not rows(july).filter(superseded_at__isnull=True).exists()


def test_a_request_number_belongs_to_one_content_and_one_person(
    officer: Client, colleague: Client, july: Division
) -> None:
    number = str(uuid4())
    cell = cell_of(july, "상담")
    content = [{"cell": cell, "value": "7", "seen": None}]
    assert send(officer, content, request=number).status_code == 200
    assert send(officer, [{**content[0], "value": "8"}], request=number).status_code == 400
    assert send(colleague, content, request=number).status_code == 409
    assert rows(july).get().value == 7


def test_what_another_user_typed_is_not_taken(officer: Client, july: Division, people: People) -> None:
    answer = send(officer, [{"cell": cell_of(july, "상담"), "value": "7", "seen": None}], user=people.colleague.pk)
    assert (answer.status_code, answer.json()["error"]) == (409, "other_user")
    assert not rows(july).exists()


def test_clearing_keeps_who_and_why(officer: Client, july: Division, people: People) -> None:
    cell = cell_of(july, "상담")
    version = one(officer, cell, "7")["version"]
    result = one(officer, cell, "", seen=version, reason="다른 달의 값", clears=True)
    assert (result["state"], result["version"]) == ("saved", None)
    row = rows(july).get()
    assert row.superseded_at is not None
    event = Event.objects.get(action=Action.FIGURES_CLEARED)
    assert (event.actor, event.reason, rows_of(event)) == (
        people.officer,
        "다른 달의 값",
        [Saved("Actual", row.pk, None, "다른 달의 값")],
    )
    assert event.at == row.superseded_at
    assert one(officer, cell, "8")["state"] == "saved"


def test_a_block_with_one_bad_cell_changes_nothing(officer: Client, july: Division) -> None:
    good, bad = cell_of(july, "상담"), cell_of(july, "취업")
    cells = [{"cell": good, "value": "1", "seen": None}, {"cell": bad, "value": "x", "seen": None}]
    answer = send(officer, cells, together=True).json()
    assert [each["state"] for each in answer["cells"]] == ["held", "refused"]
    assert answer["stored"] is False
    assert not rows(july).exists()
    assert [each["state"] for each in send(officer, cells).json()["cells"]] == ["saved", "refused"]


@pytest.mark.any_engine
def test_two_halves_of_a_row_do_not_conflict(officer: Client, colleague: Client, july: Division) -> None:
    """One types the committed amount, the other what is spent, both into the same blank row."""
    line = july.models.Budget.objects.get(kind="current")
    first = one(officer, f"c{line.pk}", "120,000")
    second = one(colleague, f"s{line.pk}", "110,000.5")
    assert (first["state"], second["state"]) == ("saved", "saved")
    row = july.models.Execution.objects.get(month=Month(2018, 7), superseded_at__isnull=True)
    assert (row.committed, row.spent) == (120_000_000_000, 110_000_500_000)
    assert one(officer, f"c{line.pk}", "121,000", seen=first["version"])["state"] == "saved"
    assert one(officer, f"s{line.pk}", "111,000", seen=first["version"])["state"] == "conflict"


@pytest.mark.any_engine
def test_an_answer_tells_no_version_of_a_cell_that_was_not_sent(
    officer: Client, colleague: Client, july: Division
) -> None:
    """With the newest version of a value that the page has not seen, the next save would overwrite it unnoticed."""
    line = july.models.Budget.objects.get(kind="current")
    committed, spent = f"c{line.pk}", f"s{line.pk}"
    both = [{"cell": committed, "value": "120,000", "seen": None}, {"cell": spent, "value": "106,000", "seen": None}]
    seen = send(officer, both).json()["cells"][0]["version"]
    assert one(colleague, spent, "107,000", seen=seen)["state"] == "saved"
    answer = send(officer, [{"cell": committed, "value": "121,000", "seen": seen}]).json()
    assert [each["cell"] for each in answer["cells"]] == [committed]
    assert set(answer) == {"request", "stored", "cells", "rows", "progress"}
    told = one(officer, spent, "106,500", seen=seen)
    assert (told["state"], told["theirs"]["value"]) == ("conflict", "107,000")


@pytest.mark.parametrize(
    ("committed", "spent", "said"),
    [
        ("100,000", "100,001", "지출액 100,001백만원이 원인행위액 100,000백만원보다 많습니다"),
        ("187,342", "1", "예산현액 187,341백만원보다 많습니다"),
        ("", "187,342", "예산현액 187,341백만원보다 많습니다"),
        ("△1", "", "0보다 작을 수 없습니다"),
    ],
)
def test_impossible_money_is_refused(officer: Client, july: Division, committed: str, spent: str, said: str) -> None:
    line = july.models.Budget.objects.get(kind="current")
    cells = [
        {"cell": f"c{line.pk}", "value": committed, "seen": None},
        {"cell": f"s{line.pk}", "value": spent, "seen": None},
    ]
    results = [each for each in send(officer, cells).json()["cells"] if each["state"] != "unchanged"]
    assert {each["state"] for each in results} == {"refused"}
    assert said in results[0]["text"]
    assert not july.models.Execution.objects.filter(month=Month(2018, 7)).exists()


def test_a_falling_execution_and_one_behind_its_pace_are_pointed_out(officer: Client, july: Division) -> None:
    line = july.models.Budget.objects.get(kind="current")
    cell = {"cell": f"s{line.pk}", "value": "80,000", "seen": None}
    [refused] = send(officer, [cell]).json()["cells"]
    assert (refused["state"], refused["falls"]) == ("refused", True)
    assert "2018년 6월 100,177백만원에서 80,000백만원으로 줄었습니다" in refused["text"]
    assert not july.models.Execution.objects.filter(month=Month(2018, 7)).exists()
    answer = send(officer, [cell | {"reason": "6월의 누계를 잘못 넣음"}]).json()
    assert july.models.Execution.objects.get(month=Month(2018, 7)).reason == "6월의 누계를 잘못 넣음"
    assert [[each["code"] for each in row["warnings"]] for row in answer["rows"]] == [[], ["falls", "pace"]]
    assert [row["shortfall"] for row in answer["rows"]] == [False, True]


def test_a_ratio_needs_its_numerator_first(officer: Client, july: Division) -> None:
    indicator = july.models.Indicator.objects.create(short_name="취업률", name="취업률", unit="%", accumulation="ratio")
    top, bottom = f"a{indicator.pk}", f"d{indicator.pk}"
    assert one(officer, bottom, "100")["state"] == "refused"
    answer = send(
        officer, [{"cell": top, "value": "529", "seen": None}, {"cell": bottom, "value": "1,000", "seen": None}]
    ).json()
    assert answer["rows"][0]["cumulative"] == "52.9%"
    assert rows(july).count() == 1
    version = answer["cells"][0]["version"]
    assert one(officer, bottom, "0", seen=version)["state"] == "refused"
    assert one(officer, top, "", seen=version)["state"] == "refused"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        "null",
        '"x"',
        '{"request": "x", "cells": []}',
        '{"request": 5, "cells": []}',
        '{"request": "00000000-0000-4000-8000-000000000000", "cells": [{"cell": "a1"}]}',
        '{"request": "00000000-0000-4000-8000-000000000000", "cells": [{"cell": "a1", "value": 5, "seen": null}]}',
        '{"request": "00000000-0000-4000-8000-000000000000", "cells": [{"cell": "a\\ud800", "value": "5", "seen": null}]}',
        '{"request": "00000000-0000-4000-8000-000000000000", "cells": [{"cell": "a1", "value": "5", "seen": "x"}]}',
        '{"request": "00000000-0000-4000-8000-000000000000", "cells": [{"cell": "a1", "value": "5", "seen": 9223372036854775808}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_request_is_refused(officer: Client, body: str) -> None:
    answer = officer.post(ADDRESS, body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (400, "bad_request")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
SENT: dict[str, Any] = {"request": str(uuid4()), "user": None, "all_or_nothing": False, "cells": []}
SENT_CELL = {"cell": "a99999999", "value": "5", "seen": None, "reason": "", "clears": False}


@st.composite
def odd_requests(draw: st.DrawFn) -> Any:
    """A request in which one thing is of any kind, or missing."""
    cell, sent = dict(SENT_CELL), dict(SENT)
    sent["request"] = str(draw(st.uuids()))
    place, name = draw(st.sampled_from([*((sent, name) for name in sent), *((cell, name) for name in cell)]))
    sent["cells"] = [cell]
    if draw(st.booleans()):
        place[name] = draw(JSON)
    else:
        del place[name]
    return sent


@pytest.mark.any_engine
@hypothesis.given(body=JSON | odd_requests())
@hypothesis.settings(
    max_examples=150, deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_a_request_of_any_shape_is_answered(officer: Client, body: Any) -> None:
    """What is of the wrong shape gets one sentence that says what to do; a cell that is not due is refused by itself."""
    answer = officer.post(ADDRESS, json.dumps(body), content_type="application/json")
    if answer.status_code == 200:
        assert [each["state"] for each in answer.json()["cells"]] in ([], ["refused"])
    elif answer.status_code == 409:
        assert answer.json()["error"] == "other_user"
    else:
        assert answer.status_code == 400
        assert set(answer.json()) == {"error", "text"}
        assert re.fullmatch(r"[^\n]*[가-힣]+ 주세요\.", answer.json()["text"])


@pytest.mark.parametrize("cell", ["", "a0", "a1p", "b1", "a99999999", "a1p99999", "a１", "s1p1", "a" + "9" * 30])
def test_a_cell_that_is_not_due_is_refused(officer: Client, cell: str) -> None:
    assert one(officer, cell, "1")["state"] == "refused"


def test_the_same_cell_twice_and_too_many_cells_are_refused(officer: Client, july: Division) -> None:
    cell = {"cell": cell_of(july, "상담"), "value": "1", "seen": None}
    assert send(officer, [cell, cell]).status_code == 400
    assert send(officer, [{**cell, "cell": f"a{number}"} for number in range(1, 502)]).status_code == 400


def test_a_january_to_june_total_is_corrected_in_june_only(
    officer: Client, july: Division, people: People, client_of: Any
) -> None:
    """Its row covers six months: May says where it is to be found, June supersedes it as a whole."""
    client_of(people.administrator).post(
        "/entry/programmes/2018-06/reopen/", {"until": "2999-01-01", "reason": "늦은 신고"}
    )
    client_of(people.administrator).post(
        "/entry/programmes/2018-05/reopen/", {"until": "2999-01-01", "reason": "늦은 신고"}
    )
    old = july.models.Actual.objects.get(indicator__short_name="상담", indicator__frequency="monthly", last_month=PAST)
    cell = {"cell": f"a{old.indicator_id}", "value": "13,900", "seen": old.pk}
    may = send(officer, [cell], "/entry/programmes/2018-05/cells/").json()["cells"][0]
    assert (may["state"], "2018년 6월 화면" in may["text"]) == ("locked", True)
    june = send(officer, [cell], "/entry/programmes/2018-06/cells/").json()["cells"][0]
    assert june["state"] == "saved"
    new = july.models.Actual.objects.get(pk=june["version"])
    assert (new.value, str(new.first_month), new.reason) == (13_900, "2018-01", "늦은 신고")
    old.refresh_from_db()
    assert (old.value, old.superseded_at) == (13_869, new.entered_at)
    assert july.models.ActualMonth.objects.filter(actual=new).count() == 6


def test_only_requests_that_changed_something_are_kept(officer: Client, july: Division) -> None:
    cell = cell_of(july, "상담")
    one(officer, cell, "x")
    one(officer, cell, "")
    assert not Sending.objects.exists()
    one(officer, cell, "1")
    assert Sending.objects.count() == 1


def test_requests_are_kept_for_thirty_days(officer: Client, july: Division) -> None:
    first = one(officer, cell_of(july, "상담"), "1")
    Sending.objects.update(at=timezone.now() - timedelta(days=29))
    second = one(officer, cell_of(july, "상담"), "2", seen=first["version"])
    assert Sending.objects.count() == 2
    Sending.objects.filter(at__lt=timezone.now() - timedelta(days=1)).update(at=timezone.now() - timedelta(days=31))
    one(officer, cell_of(july, "상담"), "3", seen=second["version"])
    assert Sending.objects.count() == 2
