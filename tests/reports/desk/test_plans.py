"""Milestones whose day is over: done, dated anew, moved into what tells of results."""

import pytest
from django.test import Client

from tests.reports.desk.writing import PART, keep, models, passages, text_of


@pytest.fixture
def late(officer: Client) -> tuple[str, int]:
    """The text with a milestone of June, and its line."""
    text = text_of(officer)
    new = f"{text}\n○ 학술용역 | '18. 6월\n  - 착수보고"
    keep(officer, new, text)
    return new, len(text.split("\n")) + 1


def send(client: Client, line: int, way: str, **more: str) -> str:
    sent = {"line": str(line), "title": "학술용역", "way": way, **more}
    return client.post(f"{PART}plan/", sent, follow=True).content.decode()


@pytest.mark.any_engine
def test_a_milestone_of_the_past_asks_for_a_word(officer: Client, late: tuple[str, int]) -> None:
    page = officer.get(PART).content.decode()
    assert "지난 일정 1개" in page and "학술용역" in page


def test_it_is_done_and_then_moved(officer: Client, late: tuple[str, int]) -> None:
    _, line = late
    send(officer, line, "done")
    assert models.Milestone.objects.get(title="학술용역").done
    assert "완료" in officer.get(PART).content.decode()
    send(officer, line, "move")
    assert not models.Milestone.objects.filter(title="학술용역").exists()
    progress = models.Passage.objects.get(programme__number=1, heading="추진현황")
    assert progress.text.endswith("○ 학술용역 ('18. 6월)\n  - 착수보고")
    assert "지난 일정" not in officer.get(PART).content.decode()


@pytest.mark.any_engine
def test_it_gets_another_date(officer: Client, late: tuple[str, int]) -> None:
    text, line = late
    send(officer, line, "date", when="’18.9월 ~ 12월")
    assert passages() == text.replace("'18. 6월\n", "'18. 9월~12월\n")
    assert "일정을 읽을 수 없습니다" in send(officer, line, "date", when="언젠가")


@pytest.mark.any_engine
def test_what_reads_otherwise_by_now_is_not_touched(officer: Client, late: tuple[str, int]) -> None:
    text, line = late
    assert "그사이 바뀌었습니다" in send(officer, line + 1, "done")
    assert passages() == text
    assert officer.post(f"{PART}plan/", {"line": str(line), "title": "학술용역", "way": "burn"}).status_code == 404
