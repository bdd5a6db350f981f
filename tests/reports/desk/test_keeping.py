"""What is written at the desk: kept, merged, printed, taken back, settled; through its pages."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.assemble import assemble
from reports.desk.parts import parts, written
from reports.editions.publishing import publish
from reports.models import Briefing
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.manuscript import read, write
from tests.reports.desk.writing import DESK, PART, keep, models, passages, text_of


@pytest.mark.any_engine
def test_every_part_of_the_paper_is_read_back_as_it_stands(briefing_data: None) -> None:
    known = parts(Briefing.objects.get())
    assert len(known) == 24
    for each in known:
        stored = each.division.models.Passage.objects.filter(programme=each.programme)
        text = written(stored.order_by("position").prefetch_related("milestones"))
        assert write(read(text)) == text


@pytest.mark.any_engine
def test_what_is_kept_is_what_the_briefing_prints(officer: Client) -> None:
    before = assemble(Briefing.objects.get())
    text = text_of(officer)
    assert keep(officer, text, text)["problems"] == []
    assert assemble(Briefing.objects.get()) == before

    new = (
        text.replace("□ 추진현황", "□ 그동안의 일\n○ 새 줄 {기간제전환}\n□ 추진현황")
        + "\n○ 새 일정 | '18. 9월~\n  - 세부"
    )
    answer = keep(officer, new, text)
    assert (answer["text"], answer["problems"], answer["clashed"]) == (new, [], 0)
    assert passages() == new
    page = officer.get("/briefings/2018-07/sections/labour-1/").content.decode()
    assert "그동안의 일" in page
    assert '새 일정 : <span class="whole">&#x27;18. 9월~</span>' in page


@pytest.mark.any_engine
def test_a_line_that_cannot_be_printed_is_kept_and_told_and_the_rest_prints_as_before(officer: Client) -> None:
    text = text_of(officer)
    lines = len(text.split("\n"))
    answer = keep(officer, f"{text}\n  - 새 줄 {{없는지표}}", text)
    assert [each["line"] for each in answer["problems"]] == [lines + 1]
    assert "'없는지표'" in answer["problems"][0]["text"]
    assert passages() == text
    assert text_of(officer).endswith("{없는지표}")
    assert "고칠 줄 있음" in officer.get(DESK).content.decode()


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("□ " + "가" * 81, "80"),
        ("○ 일정 | '18. 2월 30일", "없는 날"),
        ("○ 일정 | '18. 9월~'18. 7월", "끝이 시작보다"),
        ("[표: 노동자쉼터]", "노동자쉼터"),
        ("○ 중괄호 { 하나", "중괄호"),
    ],
)
def test_each_kind_of_fault_has_its_line_and_a_sentence(officer: Client, line: str, sentence: str) -> None:
    text = text_of(officer)
    (problem,) = keep(officer, f"{text}\n{line}\n○ 끝", text)["problems"]
    assert sentence in problem["text"]
    assert passages() == text


@pytest.mark.any_engine
def test_two_writers_lose_nothing(officer: Client, head: Client) -> None:
    text = text_of(officer)
    first, last = text.split("\n")[1], text.split("\n")[-1]
    keep(officer, text.replace(first, f"{first} 더함"), text)
    answer = keep(head, text.replace(last, f"{last}\n○ 부서장이 더한 줄"), text)
    assert answer["clashed"] == 0
    assert f"{first} 더함" in answer["text"]
    assert answer["text"].endswith("○ 부서장이 더한 줄")
    assert passages() == answer["text"]


@pytest.mark.parametrize("take", ["kept", "other"])
def test_what_both_changed_is_shown_to_both_and_chosen_once(officer: Client, head: Client, take: str) -> None:
    text = text_of(officer)
    line = text.split("\n")[1]
    one, other = f"{line[:-2]} 하나", f"{line[:-2]} 둘"
    keep(officer, text.replace(line, one), text)
    answer = keep(head, text.replace(line, other), text)
    assert answer["clashed"] == 1
    assert one in answer["text"] and other not in answer["text"]
    for client in (officer, head):
        page = client.get(PART).content.decode()
        assert one in page and other in page
    clash = models.ManuscriptClash.objects.get()
    officer.post(f"{PART}resolve/", {"clash": clash.pk, "take": take})
    assert (other if take == "other" else one) in passages()
    again = head.post(f"{PART}resolve/", {"clash": clash.pk, "take": "other"}, follow=True).content.decode()
    assert "이미 고른 줄입니다" in again
    assert not models.ManuscriptClash.objects.open().exists()


@pytest.mark.any_engine
def test_a_form_without_scripts_saves_and_merges_too(officer: Client, head: Client) -> None:
    text = text_of(officer)
    keep(head, f"{text}\n○ 먼저", text)
    page = officer.post(PART, {"text": f"○ 맨 위\r\n{text}".replace("\n", "\r\n"), "base": text}, follow=True)
    assert "저장했습니다" in page.content.decode()
    assert passages().startswith("□\n○ 맨 위") or "○ 맨 위" in passages()
    assert passages().endswith("○ 먼저")


def test_what_a_data_file_or_a_form_changed_comes_in(officer: Client) -> None:
    text = text_of(officer)
    keep(officer, f"{text}\n○ 원고에서 더함", text)
    row = models.Passage.objects.filter(programme__number=1, kind="text").order_by("position")[0]
    row.text += "\n○ 다른 화면에서 더함"
    row.save()
    shown = text_of(officer)
    assert "○ 다른 화면에서 더함" in shown
    assert shown.endswith("○ 원고에서 더함")
    answer = keep(officer, shown.replace("○ 원고에서 더함", "○ 원고에서 고침"), shown)
    assert answer["clashed"] == 0
    assert passages() == answer["text"]
    assert "○ 다른 화면에서 더함" in passages()


def test_every_version_is_kept_compared_and_taken_back(officer: Client, head: Client) -> None:
    text = text_of(officer)
    keep(officer, f"{text}\n○ 하나", text)
    keep(head, f"{text}\n○ 하나\n○ 둘", f"{text}\n○ 하나")
    page = officer.get(f"{PART}versions/").content.decode()
    assert "<mark>○ 둘</mark>" in page
    first = models.ManuscriptVersion.objects.order_by("pk")[0]
    officer.post(f"{PART}restore/", {"version": first.pk})
    assert passages() == text
    assert [each.text.split("\n")[-1] for each in models.ManuscriptVersion.objects.order_by("-pk")][1:3] == [
        "○ 둘",
        "○ 하나",
    ]
    done = list(Event.objects.order_by("pk").values_list("action", flat=True))
    assert done[-3:] == [Action.MANUSCRIPT_WRITTEN, Action.MANUSCRIPT_WRITTEN, Action.MANUSCRIPT_RESTORED]


@pytest.mark.any_engine
def test_submitted_by_who_writes_settled_by_the_head_and_then_closed(officer: Client, head: Client) -> None:
    text = text_of(officer)
    officer.post(f"{PART}submit/")
    assert officer.post(f"{PART}settle/").status_code == 403
    head.post(f"{PART}settle/")
    assert models.Manuscript.objects.get().state == "settled"
    assert "확정한 원고입니다" in keep(officer, f"{text}\n○ 더", text)["text"]
    page = head.post(f"{PART}send-back/", {"reason": ""}, follow=True).content.decode()
    assert "사유를 적어 주세요" in page
    head.post(f"{PART}send-back/", {"reason": "한 줄 더"})
    assert keep(officer, f"{text}\n○ 더", text)["problems"] == []
    returned = Event.objects.get(action=Action.MANUSCRIPT_RETURNED)
    assert (returned.reason, returned.division) == ("한 줄 더", "labour")


@pytest.mark.any_engine
def test_what_is_not_whole_is_not_submitted(officer: Client) -> None:
    text = text_of(officer)
    keep(officer, f"{text}\n○ {{없음}}", text)
    page = officer.post(f"{PART}submit/", follow=True).content.decode()
    assert "고칠 줄이 남아 있습니다" in page
    assert models.Manuscript.objects.get().state == "writing"


@pytest.mark.any_engine
def test_a_submitted_part_that_is_changed_is_being_written_again(officer: Client) -> None:
    text = text_of(officer)
    officer.post(f"{PART}submit/")
    assert keep(officer, f"{text}\n○ 더", text)["state"] == "작성 중"


def test_the_database_settles_nothing_that_cannot_be_printed(officer: Client) -> None:
    text = text_of(officer)
    keep(officer, f"{text}\n○ {{없음}}", text)
    with pytest.raises(IntegrityError, match="settled_is_printed"):
        models.Manuscript.objects.update(state="settled")


@pytest.mark.any_engine
def test_a_published_briefing_is_written_no_more(officer: Client) -> None:
    text = text_of(officer)
    publish(Briefing.objects.get(), None, reason="시험")
    assert "발행한 보고의 글은" in keep(officer, f"{text}\n○ 더", text)["text"]
    assert officer.get(PART).status_code == 302
    assert officer.get(DESK).status_code == 302


def test_another_division_is_read_and_not_written(officer: Client) -> None:
    other = f"{DESK}programmes/1/"
    assert officer.get(other).status_code == 403
    assert officer.post(f"{other}keep/", "{}", content_type="application/json").status_code == 403


@pytest.mark.any_engine
@pytest.mark.parametrize("body", ["", "[]", '{"text": 1}', '{"text": "가", "mehr": 1}', "[" * 10_000])
def test_nonsense_is_one_sentence(officer: Client, body: str) -> None:
    for address in ("keep/", "look/"):
        response = officer.post(PART + address, body, content_type="application/json")
        assert response.status_code == 400
        assert "읽을 수 없습니다" in response.json()["text"]


@pytest.mark.any_engine
def test_a_text_that_is_too_long_is_refused_whole(officer: Client) -> None:
    text = text_of(officer)
    assert "40,000자까지" in keep(officer, "가" * 40_001, text)["text"]
    assert "저장할 수 없는 글자" in keep(officer, "가\0", text)["text"]
    assert passages() == text


@pytest.mark.any_engine
def test_the_queries_of_each_page_are_as_many_for_any_text(officer: Client) -> None:
    text = text_of(officer)
    counts = [_queries(officer, text + "\n○ {기간제전환}" * size) for size in (0, 40)]
    assert counts[0] == counts[1]
    assert counts[0] == {
        "look": 23,
        "keep": 12,
        "page": 38,
    }  # of which the list of parts beside it takes 8, a part sent back 1


def _queries(client: Client, text: str) -> dict[str, int]:
    body = json.dumps({"text": text, "base": text})
    asked: dict[str, Callable[[], Any]] = {
        "look": lambda: client.post(f"{PART}look/", body, content_type="application/json"),
        "keep": lambda: client.post(f"{PART}keep/", body, content_type="application/json"),
        "page": lambda: client.get(PART),
    }
    counts = {}
    for name, ask in asked.items():
        ask()
        with CaptureQueriesContext(connection) as queries:
            ask()
        counts[name] = len(queries)
    return counts


@pytest.mark.any_engine
def test_what_may_be_referred_to_says_its_months_and_last_year_s_figure(officer: Client) -> None:
    found = {each["name"]: each for each in officer.get(PART).context["names"] if not each["part"]}
    assert found["정규직화인원"]["before"] == "9,220명"
    assert (found["기간제전환"]["now"], found["기간제전환"]["when"]) == ("146명", "'18.2월")
