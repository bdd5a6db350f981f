"""What stands in the document for what is stored: also where something is missing, changed or more than usual."""

import pytest

from labour.models import Milestone, Passage
from programmes.models import ForumSession
from reports.document import Document, Section, Table
from reports.models import Briefing
from reports.publishing import document_of, render

pytestmark = pytest.mark.django_db


@pytest.fixture
def briefing(briefing_data: None) -> Briefing:
    return Briefing.objects.get()


def section(document: Document, key: str) -> Section:
    return next(each for each in document.walk() if each.key == key)


def table(document: Document, key: str) -> Table:
    return next(b for each in document.walk() for b in each.blocks if isinstance(b, Table) and b.key == key)


def test_boxes_of_several_texts_of_one_programme_stand_beside_each_other(briefing: Briefing) -> None:
    texts = Passage.objects.filter(programme__number=4, kind="text").order_by("position")
    for passage in texts[:2]:
        passage.text = "◆ 대상 | 노동단체\n○ 그 밖의 줄\n◆ 방법 | 보조금 교부"
        passage.save()
    milestone = Milestone.objects.filter(passage__programme__number=4)[0]
    milestone.detail = "◆ 때 | 하반기"
    milestone.save()
    document = document_of(briefing)
    boxes = [block for block in section(document, "labour-4").blocks if isinstance(block, Table) and not block.head]
    assert [[cell.text for row in box.body for cell in row.cells] for box in boxes] == [
        ["대상", "노동단체"], ["방법", "보조금 교부"], ["대상", "노동단체"], ["방법", "보조금 교부"], ["때", "하반기"],
    ]  # fmt: skip
    assert render(document, "html").decode().count("보조금 교부") == 2


@pytest.mark.parametrize(("number", "mark"), [(0, "(0)"), (10, "⑩"), (20, "⑳"), (21, "(21)")])
def test_a_forum_session_of_any_number(briefing: Briefing, number: int, mark: str) -> None:
    ForumSession.objects.filter(number=1).update(number=number, title="마지막 세션")
    forum = table(document_of(briefing), "forum-programme")
    assert f"{mark} 마지막 세션" in [cell.text.split("\n")[0] for row in forum.body for cell in row.cells]
