"""A draft says on each of its pages and sheets that it is one, and as of when; a published file never does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from openpyxl import Workbook, load_workbook

from reports.document import Document
from reports.editions.publishing import publish, render
from reports.models import Briefing, DraftFile, Format
from reports.render.html import section_shown, whole_shown
from seoulwork.domain.periods import printed_moment
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import run
from tests.reports.sample import sample_document
from tests.reports.test_html import Reader
from tests.reports.test_pdf import texts
from tests.test_rights import SignIn

pytestmark = pytest.mark.slow

DRAFTED_AT = datetime(2018, 7, 11, 5, 20, tzinfo=UTC)
NOTE = "작성 중 · 2018. 7. 11. 14:20 현재"


@pytest.fixture(scope="module")
def draft() -> Document:
    return replace(sample_document(), published_on=None, drafted_at=DRAFTED_AT)


def sheets(content: bytes) -> Iterator[tuple[str, str, str]]:
    """For each sheet its name, what its first row says, and what is printed at its foot."""
    book: Workbook = load_workbook(BytesIO(content))
    for sheet in book.worksheets:
        first = " ".join(str(cell.value) for cell in sheet[1] if cell.value)
        foot = sheet.oddFooter
        yield sheet.title, first, (foot.right.text if foot else None) or ""


@pytest.mark.any_engine
def test_each_page_of_the_pdf_says_so(draft: Document, tmp_path: Path) -> None:
    pages = texts(render(draft, Format.PDF), tmp_path)
    assert len(pages) > 5
    assert [page.count(NOTE) for page in pages] == [1] * len(pages)
    assert not [page for page in texts(render(sample_document(), Format.PDF), tmp_path) if "작성 중" in page]


@pytest.mark.any_engine
def test_each_sheet_of_the_workbook_says_so(draft: Document) -> None:
    found = list(sheets(render(draft, Format.XLSX)))
    assert len(found) > 5
    for name, first, foot in found:
        assert (NOTE in first, foot) == (True, NOTE), name
    assert not [
        name for name, first, foot in sheets(render(sample_document(), Format.XLSX)) if "작성 중" in first + foot
    ]


@pytest.mark.any_engine
def test_the_cover_and_each_section_of_the_page_say_so(draft: Document) -> None:
    whole = Reader(whole_shown(draft).html).text
    assert NOTE in whole[: whole.index(draft.title)]
    for section in draft.walk():
        assert Reader(section_shown(draft, section.key).html).text.count(NOTE) == len(list(section.walk()))
    assert "작성 중" not in Reader(render(sample_document(), Format.HTML).decode()).text


@pytest.mark.any_engine
@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=pytest.mark.long) if kind == Format.PDF else kind for kind in Format.values],
)
def test_a_document_that_nobody_published_is_a_draft_even_without_a_time(kind: str, tmp_path: Path) -> None:
    content = render(replace(sample_document(), published_on=None), kind)
    match kind:
        case Format.PDF:
            assert all("작성 중" in page for page in texts(content, tmp_path))
        case Format.XLSX:
            assert all("작성 중" in first for _, first, _ in sheets(content))
        case Format.HWPX:
            with ZipFile(BytesIO(content)) as packed:
                assert "작성 중" in packed.read("Contents/section0.xml").decode()
        case _:
            assert "작성 중" in Reader(content.decode()).text


@pytest.mark.any_engine
@pytest.mark.django_db
def test_the_command_and_the_site_give_drafts_until_it_is_published(
    briefing_data: None, signed_in: SignIn, tmp_path: Path
) -> None:
    file = tmp_path / "briefing.html"

    def shown() -> str:
        call_command("render_briefing", "2018-07", format="html", output=file, drafted_at=DRAFTED_AT, verbosity=0)
        return file.read_text(encoding="utf-8")

    client = signed_in("officer", "labour")
    addresses = [
        f"/briefings/2018-07/{rest}" for rest in ("", "sections/part-1/", "sections/labour-4/", "download/html/")
    ]
    assert NOTE in shown()
    for address in addresses:
        assert "작성 중 · 20" in client.get(address).content.decode(), address
    publish(Briefing.objects.get(), None, reason="시험")
    assert "작성 중" not in Reader(shown()).text
    for address in addresses:
        assert "작성 중" not in Reader(client.get(address).content.decode()).text, address


@pytest.mark.any_engine
@pytest.mark.django_db
def test_what_a_task_makes_says_so_with_the_time_at_which_its_figures_were_read(
    briefing_data: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen on the page of its document: that each page of a PDF says what its document says is seen above."""
    kinds: list[str] = []

    def as_page(document: Document, kind: str) -> bytes:
        kinds.append(kind)
        return render(document, Format.HTML)

    monkeypatch.setattr("reports.editions.drafts.render", as_page)
    briefing = Briefing.objects.get()
    task = Task.objects.create(kind="draft", arguments={"briefing": "2018-07", "format": "pdf"})
    assert run(task.pk).state == Task.State.DONE
    made = DraftFile.objects.get(briefing=briefing)
    assert kinds == [made.format] == [Format.PDF]
    assert f"작성 중 · {printed_moment(made.made_at)} 현재" in Reader(bytes(made.content).decode()).text
