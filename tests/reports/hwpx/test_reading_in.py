"""A division's contribution as HWPX becomes the text of its part, its tables free tables."""

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client

from reports.desk import keeping
from tests.reports.desk.conftest import officer
from tests.reports.desk.writing import PART, models, passages, text_of

from .odd import file, grid, p

pytestmark = [pytest.mark.any_engine]
PAGE = f"{PART}read-in/"
WRITTEN = "□ 새 현황\n○ 상담 12명\n  - 그 가운데 청년 5명\n[표: 상담 현황]"

__all__ = ["officer"]


def contribution() -> bytes:
    return file(
        p("□ 새 현황"),
        p("◦ 상담 12명"),
        p(" - 그 가운데 청년 5명"),
        p("<상담 현황>"),
        p("(단위 : 명)"),
        p(inner=grid(("구분", "값"), ("청년", "5"))),
    )


def sent(client: Client, content: bytes) -> Any:
    response = client.post(PAGE, {"file": SimpleUploadedFile("보냄.hwpx", content)})
    assert response.status_code == 200
    return response


def test_it_is_looked_at_and_then_kept_below_or_instead(officer: Client) -> None:
    before = text_of(officer)
    response = sent(officer, contribution())
    assert response.context["draft"] == WRITTEN
    assert text_of(officer) == before
    fields = {"text": response.context["draft"], "tables": response.context["tables"], "how": "below"}
    assert officer.post(PAGE, fields)["Location"] == PART
    assert text_of(officer) == f"{before}\n{WRITTEN}"
    assert passages() == text_of(officer), "it is printed"
    table = models.ManuscriptTable.objects.get()
    assert (table.name, table.description["unit"]) == ("상담 현황", "명")
    page = officer.get("/briefings/2018-07/sections/labour-1/").content.decode()
    assert "(단위 : 명)" in page
    again = sent(officer, contribution())
    assert "[표: 상담 현황 2]" in again.context["draft"], "a name of a table that is there already"
    officer.post(PAGE, {"text": "□ 하나\n○ 둘", "tables": again.context["tables"], "how": "instead"})
    assert text_of(officer) == "□ 하나\n○ 둘"
    assert models.ManuscriptTable.objects.count() == 1, "a table whose line was taken out is not kept"


def test_what_cannot_be_kept_is_said_and_nothing_is_lost(officer: Client) -> None:
    before = text_of(officer)
    assert "한글 문서(HWPX)가 아닙니다" in unescape(sent(officer, b"text").content.decode())
    assert "글이 없습니다" in sent(officer, file()).content.decode()
    assert officer.post(PAGE, {}).status_code == 200
    for tables in ("{", "[1]", '[{"name": 1}]', "5"):
        assert officer.post(PAGE, {"text": "○ 글", "tables": tables}).status_code == 404
    wrong = '[{"name": "표", "description": {"kind": "free"}}]'
    for text in ("○ 글\n[표: 표]", "○ \0"):
        page = officer.post(PAGE, {"text": text, "tables": wrong})
        assert page.context["draft"] == text
    assert text_of(officer) == before
    warned = officer.post(PAGE, {"text": "○ {없는지표}", "tables": ""}, follow=True).content.decode()
    assert "고칠 줄이 1곳" in warned
    of_settled(officer)


def of_settled(officer: Client) -> None:
    """A settled text is not read into."""
    models.Manuscript.objects.update(text=F("printed"), state=keeping.State.SETTLED)
    assert "확정한 원고입니다" in officer.get(PAGE).content.decode()
    assert "확정한 원고입니다" in officer.post(PAGE, {"text": "○ 글"}).content.decode()
    assert officer.post("/briefings/2018-07/desk/programmes/1/read-in/", {"text": "○ 글"}).status_code == 403
