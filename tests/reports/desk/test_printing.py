"""The printed page beside the text: as in the whole paper, bounded, and with its number where one is known."""

import json
import re
from base64 import b64decode
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from reports.desk import printing
from reports.desk.keeping import current_text, manuscript_of
from reports.desk.looking import Look
from reports.desk.parts import part, parts
from reports.editions.publishing import document_of
from reports.models import Briefing, DraftFile
from reports.render.pages import section_pdf
from reports.render.pdf import render_pdf
from seoulwork.figures.divisions import division
from tests.choosing import LONG
from tests.reports.desk.writing import DESK, PART, text_of

pytestmark = pytest.mark.any_engine


def printed(client: Client, text: str, part: str = PART) -> Any:
    return client.post(f"{part}print/", json.dumps({"text": text}), content_type="application/json")


def texts(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as pdf:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()).strip() for page in pdf]


@pytest.mark.slow(120)
def test_every_part_alone_has_the_pages_of_the_whole_paper(briefing_data: None) -> None:
    briefing = Briefing.objects.get()
    content = render_pdf(document_of(briefing))
    DraftFile.objects.create(briefing=briefing, format="pdf", content=content, made_at=timezone.now())
    whole = texts(content)
    compared = 0
    for each in parts(briefing)[:: 1 if LONG else 4]:
        if each.programme is None and each.division.key != "labour":
            continue  # they stand on one page
        section = printing.section_of(look := Look(each, current_text(each, manuscript_of(each))))
        first = printing.first_page(briefing, section.key)
        assert first, section.key
        own = texts(section_pdf(section, title=look.part.briefing.title, draft_note=printing.NOTE, first=first))
        assert own == whole[first - 1 : first - 1 + len(own)], section.key
        following = whole[first - 1 + len(own) : first + len(own)]
        assert not any(f" · {each.division.name} {section.mark} {section.title} " in page for page in following)
        compared += len(own)
    assert compared > (21 if LONG else 1)


def test_pictures_say_which_pages_they_are(officer: Client) -> None:
    answer = printed(officer, "\n".join(["□ 추진현황", *(f"○ 줄 {at}" for at in range(60))])).json()
    assert [each["label"].partition(": ")[2] for each in answer["pages"]] == [
        "2쪽 가운데 1번째",
        "2쪽 가운데 2번째",
    ]
    assert "초안 PDF를 한 번 만들면" in answer["note"]
    with Image.open(BytesIO(b64decode(answer["pages"][0]["picture"]))) as opened:
        assert opened.height / opened.width == pytest.approx(297 / 210, abs=0.01)


def test_what_no_font_has_and_what_looks_like_markup_are_printed_as_text(officer: Client) -> None:
    look = Look(part(Briefing.objects.get(), division("labour"), 1), "○ <b>굵게</b> & 鑛 \U0001f9ea")
    (page,) = texts(section_pdf(look.section, title="'제목\" <i>", draft_note="작성 중", first=None))
    assert "<b>굵게</b> & 鑛 〓" in page and "'제목\" <i>" in page and "- 1 -" not in page


def test_who_comes_when_too_many_wait_is_told_to_come_later(officer: Client) -> None:
    taken = [printing._place.acquire(blocking=False) for _ in range(printing.WAITING)]
    try:
        refused = printed(officer, "○ 글")
    finally:
        printing._place.release(len(taken))
    assert all(taken)
    assert refused.status_code == 409 and "잠시 뒤" in refused.json()["text"]
    assert printed(officer, "○ 글").status_code == 200


def test_it_asks_as_many_queries_for_any_text(officer: Client) -> None:
    text = text_of(officer)
    counts = []
    for address, more in ((PART, ""), (PART, "\n○ {기간제전환}" * 40), (f"{DESK}labour/0/", "")):
        with CaptureQueriesContext(connection) as queries:
            assert printed(officer, text + more, address).status_code == 200
        counts.append(len(queries))
    assert counts == [24, 24, 86]  # the third stands on a page of all divisions
