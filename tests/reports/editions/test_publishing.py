"""A figure is stored once: a change reaches every place of a briefing in preparation, and no place of a published one."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from programmes.models import Actual, Indicator, Passage
from reports.document import Bullets, Chart, Document, Table
from reports.editions.publishing import (
    AlreadyPublished,
    Unresolved,
    document_of,
    draft_of,
    publish,
    publish_task,
    render,
)
from reports.management.growing import multiply_programmes
from reports.models import Answer, Briefing, Edition, Format, PublishedFile
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import TaskRefused
from tests.choosing import LONG
from tests.conftest import RECORDED_AT
from tests.reports.checking import findings

# What stands in a document, and what renders it, is tried on one engine: the bytes are held against each other below.
pytestmark = pytest.mark.django_db


@pytest.fixture
def briefing(briefing_data: None) -> Briefing:
    return Briefing.objects.get()


def correct_youth_jobs(value: int) -> None:
    """Enter another actual for the jobs of young people (printed: 48,697)."""
    current = Actual.objects.get(indicator__short_name="일자리", part__path="청년", superseded_at=None)
    key = {"indicator": current.indicator, "part": current.part}
    stamp = Stamp(None, Source.BROWSER, reason="정정")
    record_actual(division("programmes").models, key, current.run, {"value": value}, stamp)


def texts(document: Document) -> str:
    return "\n".join(
        line.text for section in document.walk() for block in section.blocks for line in getattr(block, "lines", ())
    )


def table(document: Document, key: str) -> Table:
    return next(b for s in document.walk() for b in s.blocks if isinstance(b, Table) and b.key == key)


def chart(document: Document, key: str) -> Chart:
    return next(b for s in document.walk() for b in s.blocks if isinstance(b, Chart) and b.key == key)


@pytest.mark.any_engine
def test_one_changed_actual_changes_sentence_table_total_rate_chart_and_workbook(briefing: Briefing) -> None:
    before = document_of(briefing)
    assert table(before, "job-targets").body[1].cells[3].text == "48,697 (63.5%)"
    correct_youth_jobs(58_697)
    after = document_of(briefing)
    jobs = table(after, "job-targets")
    assert jobs.body[1].cells[3].text == "58,697 (76.5%)"
    assert jobs.body[0].cells[3].text == "255,657 (72.2%)"
    assert "353,956개 중 255,657개 달성(72.2%)" in texts(after)
    point = chart(after, "job-achievement").series[0].points[0]
    assert point.value is not None and point.value.text == "58,697 (76.5%)"
    html = render(after, Format.HTML).decode()
    assert "58,697" in html and "48,697" not in html
    book = load_workbook(BytesIO(render(after, Format.XLSX)))
    values = {cell.value for row in book["Ⅱ 사업 대상별 일자리 목표와 실적"].iter_rows() for cell in row}
    assert 58_697 in values and 48_697 not in values


@pytest.mark.any_engine
def test_a_changed_actual_does_not_touch_what_was_published(briefing: Briefing) -> None:
    publication = publish(briefing, None, reason="시험")
    before = {file.format: (bytes(file.content), file.sha256) for file in publication.files.all()}
    correct_youth_jobs(58_697)
    after = {file.format: (bytes(file.content), file.sha256) for file in PublishedFile.objects.all()}
    assert before == after
    assert set(after) == set(Format.values)
    for content, digest in after.values():
        assert hashlib.sha256(content).hexdigest() == digest
    assert b"48,697" in after["html"][0]


@pytest.mark.any_engine
@pytest.mark.printed
def test_publishing_is_recorded_with_its_digests_and_happens_once(briefing: Briefing) -> None:
    publication = publish(briefing, None, reason="시험")
    document = replace(document_of(briefing), published_on=timezone.localdate())
    assert {file.format: bytes(file.content) for file in publication.files.all()} == {
        kind: render(document, kind) for kind in Format.values
    }
    event = Event.objects.get(action=Action.BRIEFING_PUBLISHED)
    assert event.detail == {
        **{file.format: file.sha256 for file in publication.files.all()},
        "sheet": publication.sheet_sha256,
        "document": publication.document_sha256,
        "edition": "1",
    }
    with pytest.raises(AlreadyPublished):
        publish(briefing, None, reason="시험")
    assert Edition.objects.count() == 1


@pytest.fixture
def lost_name(briefing: Briefing) -> None:
    """An indicator that a text refers to is called something else, past all that would refuse it."""
    assert Indicator.objects.filter(short_name="훈련중").update(short_name="훈련인원") == 1


@pytest.mark.any_engine
def test_a_briefing_with_a_figure_that_nothing_stands_for_is_not_published(briefing: Briefing, lost_name: None) -> None:
    place = "일자리정책담당관 · 서울시 기술교육원 운영 · 추진현황"
    (finding,) = [each for each in findings(briefing) if each.place == place and each.rule == "texts.unresolved"]
    assert finding.severity == "error"
    assert finding.sentence.startswith("1번째 줄 3번째 글자: '훈련중'은 없는 이름입니다.")
    with pytest.raises(Unresolved, match=place):
        publish(briefing, None, reason="시험")
    with pytest.raises(CommandError, match="발행하지 않았습니다"):
        call_command("publish_briefing", "2018-07")
    with pytest.raises(TaskRefused, match=place):
        publish_task.do(Task(kind="publish"), briefing="2018-07")
    assert not Edition.objects.exists()
    assert not Event.objects.filter(action=Action.BRIEFING_PUBLISHED).exists()


@pytest.mark.any_engine
@pytest.mark.parametrize(("raised", "told"), [(None, "발행했습니다."), (AlreadyPublished(), "이미 발행되어 있습니다.")])
def test_the_command_says_what_became_of_a_briefing(
    briefing: Briefing, monkeypatch: pytest.MonkeyPatch, raised: Exception | None, told: str
) -> None:
    """Rendering is tried elsewhere; what is accepted for it is kept, each error with the reason."""

    def publish(*_: object, **__: object) -> None:
        if raised:
            raise raised

    monkeypatch.setattr("reports.management.commands.publish_briefing.publish", publish)
    output = StringIO()
    call_command("publish_briefing", "2018-07", accept="원문 그대로", stdout=output)
    assert told in output.getvalue()
    errors = [each for each in findings(briefing) if each.severity == "error"]
    assert Answer.objects.filter(reason="원문 그대로").count() == len(errors) > 0


@pytest.mark.any_engine
def test_a_table_without_its_figures_is_told_and_keeps_a_briefing_from_publication(briefing: Briefing) -> None:
    Indicator.objects.filter(short_name="참여인원").update(short_name="참여자")
    told = [each.sentence for each in findings(briefing) if "뉴딜일자리 인원" in each.sentence]
    assert told == [
        "표 '뉴딜일자리 인원'에 쓰이는 지표가 없어 표가 나오지 않습니다. 지표의 짧은 이름을 확인하거나 글에서 표를 빼 주세요."
    ]
    with pytest.raises(Unresolved):
        publish(briefing, None, reason="시험")


@pytest.mark.any_engine
def test_assembly_takes_the_same_queries_for_twenty_times_the_programmes(briefing: Briefing) -> None:
    with CaptureQueriesContext(connection) as few:
        document_of(briefing)
    multiply_programmes(20)
    with CaptureQueriesContext(connection) as many:
        document = document_of(briefing)
    assert sum(section.kind == "programme" for section in document.walk()) == 21 * 20
    assert len(few) == len(many) == 64


@pytest.mark.any_engine
@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=pytest.mark.long) if kind == Format.PDF else kind for kind in Format.values],
)
def test_renderers_run_no_query(briefing: Briefing, kind: str) -> None:
    document = document_of(briefing)
    with CaptureQueriesContext(connection) as queries:
        render(document, kind)
    assert len(queries) == 0


OTHER = """
import sys

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

django.setup()
folder, at, *kinds = sys.argv[1:]
settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}  # the tables are made from the models
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("load_briefing_data", "fixtures/2018-07", "--recorded-at", at, verbosity=0)
for kind in kinds:
    call_command("render_briefing", "2018-07", "--format", kind, "--output", f"{folder}/{kind}", "--drafted-at", at)
"""


@pytest.mark.against_sqlite
@pytest.mark.slow
def test_both_engines_give_the_same_bytes(briefing: Briefing, tmp_path: Path) -> None:
    """Here the tests' own engine, there SQLite in a process of its own. So what becomes of the document is tried on one: the PDF of an
    equal document is equal (tests/reports/test_pdf.py), and set on both in the long run."""
    kinds = [each for each in Format.values if LONG or each != Format.PDF]
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "seoulwork.settings",
    }
    command = [sys.executable, "-c", OTHER, str(tmp_path), RECORDED_AT.isoformat(), *kinds]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True, timeout=600)
    document = draft_of(briefing, RECORDED_AT)
    for kind in kinds:
        assert (tmp_path / kind).read_bytes() == render(document, kind), kind


@pytest.mark.any_engine
def test_the_command_gives_the_published_bytes_and_with_draft_todays(briefing: Briefing, tmp_path: Path) -> None:
    published = publish(briefing, None, reason="시험").files.get(format="html")
    correct_youth_jobs(58_697)
    for draft in (False, True):
        call_command(
            "render_briefing", "2018-07", format="html", output=tmp_path / "out.html", draft=draft, verbosity=0
        )
        content = (tmp_path / "out.html").read_bytes()
        assert (content == bytes(published.content)) is not draft
        assert ("58,697" in content.decode()) is draft


@pytest.mark.parametrize("month", ["2018-13", "2019-01", "칠월"])
def test_the_command_says_what_it_does_not_know(briefing: Briefing, tmp_path: Path, month: str) -> None:
    with pytest.raises(CommandError, match=r"업무보고가 없습니다|달"):
        call_command("render_briefing", month, format="html", output=tmp_path / "out.html")
    assert not (tmp_path / "out.html").exists()


def write(heading: str, text: str) -> None:
    """Put a text into programme 4 of 일자리정책담당관."""
    changed = Passage.objects.filter(programme__number=4, heading=heading).update(text=text)
    assert changed == 1


@pytest.mark.any_engine
def test_a_letter_that_no_font_has_is_named_with_its_place_and_keeps_a_briefing_from_publication(
    briefing: Briefing,
) -> None:
    write("추진현황", "○ 담당 : 金畐同\n  - 완료 😀")
    place = "일자리정책담당관 · 민간협력을 통한 청년 일자리 발굴 · 추진현황"
    told = [(each.severity, each.sentence) for each in findings(briefing) if each.place == place]
    assert told == [
        ("error", "'畐'(U+7550) 글자가 인쇄하는 글꼴에 없습니다. '○ 담당 : 金畐同'에서 다른 글자로 바꿔 주세요."),
        ("error", "'😀'(U+1F600) 글자가 인쇄하는 글꼴에 없습니다. '- 완료 😀'에서 다른 글자로 바꿔 주세요."),
    ]
    with pytest.raises(Unresolved, match=f"발행하지 않았습니다.{place}.*'畐'.*1건이 더"):
        publish(briefing, None, reason="시험")
    assert not Edition.objects.exists()


@pytest.mark.any_engine
def test_letters_of_the_second_font_are_printed_without_a_word(briefing: Briefing) -> None:
    write("추진현황", "○ 근거 : ｢청년기본법｣ 제3조, 담당 02･2133\n  - 상향적･협력적 일자리")
    assert not [each for each in findings(briefing) if "글꼴" in each.sentence]
    (lines,) = [
        block.lines
        for section in document_of(briefing).walk()
        for block in section.blocks
        if isinstance(block, Bullets) and "｢" in block.lines[0].text
    ]
    assert [each.text for each in lines] == ["근거 : ｢청년기본법｣ 제3조, 담당 02･2133", "상향적･협력적 일자리"]
