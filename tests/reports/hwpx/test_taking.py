"""A file that came back is shown beside its briefing, and a sentence of it taken over into the text of its part."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reports.editions.publishing import draft_of
from reports.models import Briefing
from reports.render.hwpx import render_hwpx
from tests.reports.desk.conftest import officer
from tests.reports.desk.writing import passages, text_of

from .test_comparing import Edit, edited, figure, words

pytestmark = [pytest.mark.any_engine, pytest.mark.slow(8)]
PAGE = "/briefings/2018-07/returned/"

__all__ = ["officer"]
BEFORE = "- 시설공단, SH공사 등 잔여 무기계약직 1,067명 전환 추진(전환기준 협의 등)"
AFTER = "- 시설공단과 SH공사의 잔여 무기계약직 1,067명도 전환 추진(전환기준 협의 등)"
EDITS: tuple[Edit, ...] = (
    words("시설공단, SH공사 등 잔여 무기계약직 ", "시설공단과 SH공사의 잔여 무기계약직 "),
    words(" 전환 추진(전환기준", "도 전환 추진(전환기준"),
    words("사업별 최소 ", "사업마다 최소 "),
    figure("상담", "13,869명", "13,900명"),
)


def sent(client: Client, content: bytes) -> str:
    response = client.post(PAGE, {"file": SimpleUploadedFile("고침.hwpx", content)})
    assert response.status_code == 200
    return response.content.decode()


def taken(client: Client, before: str, after: str, section: str = "labour-1") -> str:
    return client.post(PAGE, {"take": section, "before": before, "after": after}).content.decode()


def test_a_sentence_is_taken_over_with_its_figures(officer: Client) -> None:
    content = edited(render_hwpx(draft_of(Briefing.objects.get())), EDITS)
    page = sent(officer, content)
    assert "다른 곳 3곳" in page
    assert page.count("원고에 옮기기<") == 1, "only in a text that the officer writes"
    assert "원고에 옮겼습니다" in taken(officer, BEFORE, AFTER)
    text = text_of(officer)
    assert "  - 시설공단과 SH공사의 잔여 무기계약직 {잔여무기계약직}도 전환 추진(전환기준 협의 등)" in text.split("\n")
    assert passages() == text
    assert "다른 곳 2곳" in sent(officer, content)
    refused(officer)


def refused(officer: Client) -> None:
    text = text_of(officer)
    for before, after, said in (
        (BEFORE, AFTER, "원고에 없는 줄"),
        (AFTER, AFTER.replace("1,067명", "1,068명"), "수치가 파일에서 바뀌었거나"),
        (AFTER, AFTER.replace("1,067명", "11,067명"), "수치가 파일에서 바뀌었거나"),
        (AFTER, AFTER + " {상담}", "중괄호"),
    ):
        assert said in taken(officer, before, after)
    for section in ("programmes-5", "labour-99", "part-1", "nothing", ""):
        assert "옮기지 않았습니다" in taken(officer, BEFORE, AFTER, section)
    assert text_of(officer) == text
    assert "한글 문서(HWPX)가 아닙니다" in sent(officer, b"text")
