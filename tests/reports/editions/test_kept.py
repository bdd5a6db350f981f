"""An edition of each form that the JSON of documents has had, as it was published: today's program reads and draws it.

`kept/schema-N.json` is never changed. The newest is what `everything()` freezes to; with a new schema a further file is added:
`DJANGO_SETTINGS_MODULE=seoulwork.settings .venv/bin/python -m tests.reports.editions.test_kept` writes it.
"""

import dataclasses
import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import pytest
from openpyxl import load_workbook

from reports import frozen
from reports.courses import Course, Milestone, Standing, Step
from reports.courses import Path as CoursePath
from reports.document import Bullets, Cell, Column, Document, Growth, Line, Picture, Ref, Row, Section, Table
from reports.frozen import freeze, thaw
from reports.render.html import render_html
from reports.render.xlsx import render_xlsx
from reports.values import Covered, Direction, Figure, Home, Percent, Words
from seoulwork.domain.ledger import Missing
from seoulwork.domain.periods import Month, Run
from tests.reports.sample import sample_document
from tests.reports.sample.building import origin, quantity

KEPT = Path(__file__).parent / "kept"
FILES = sorted(KEPT.glob("schema-*.json"))
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def everything() -> Document:
    """The sample, and behind it a section with what it has nothing of."""
    half = Run(Month(2018, 1), Month(2018, 6))
    texts: tuple[Figure | str, ...] = (
        Figure(Covered(half), (origin("쉼터 이용", "175명"),)),
        Figure(Direction(Decimal(48), ("증가", "감소"))),
        Figure(Words("기관 회신이 늦음")),
        Figure(quantity(175, "명"), (origin("쉼터 이용", "175명"),), missing=(Missing("months", "5월까지"),)),
    )
    grown = Cell(Figure(quantity(38, "%")), formulas=(Growth(Ref(0, 1), Ref(0, 0)),))
    table = Table("grown", "늘어난 비율", (Column(),) * 3, (), (Row((Cell("127"), Cell("175"), grown)),))
    picture = Picture("dot", "점 하나", "점", "서울시", 10, "png", 1, 1, "0" * 64, DOT)
    blocks = (Bullets(tuple(Line("○", 0, (each,)) for each in texts)), table, picture)
    sample = sample_document()
    rate = Figure(Percent(Decimal("63.5")), (origin("쉼터 이용", "175명"),))
    course = Course(
        "rest",
        "노동정책담당관",
        "쉼터",
        "쉼터 이용",
        "달성률",
        rate,
        rate,
        rate,
        Standing(Percent(Decimal(60)), Percent(Decimal(75)), 10),
        "기관 회신이 늦음",
        date(2018, 9, 30),
        "연말 전망 320명 · 추계 350명(6월까지 · 균등)",
        CoursePath(
            "명",
            0,
            True,
            (Step(Month(2017, 12), Decimal(310)), Step(Month(2018, 1), Decimal(29)), Step(Month(2018, 2), Decimal(58))),
            (Step(Month(2018, 12), Decimal(276)),),
            (Step(Month(2018, 1), Decimal(20)), Step(Month(2018, 2), Decimal(40))),
        ),
    )
    plan = Milestone("rest", "노동정책담당관", "쉼터", "쉼터 한 곳 더 열기", "'18. 6월", date(2018, 6, 30))
    return dataclasses.replace(
        sample,
        courses=(course,),
        milestones=(plan,),
        homes=(Home(("노동정책담당관", "Actual", "6", "쉼터", "", "2018-01", "2018-06"), "labour", "indicator", 22),),
        published_on=date(2018, 7, 17),
        sections=(*sample.sections, Section("rest", "part", "Ⅳ", "그 밖", blocks)),
    )


def kinds_in(value: Any) -> set[type]:
    """The dataclasses that stand in a document."""
    if isinstance(value, tuple):
        return set().union(*(kinds_in(each) for each in value))
    if not dataclasses.is_dataclass(value):
        return set()
    return {type(value)}.union(*(kinds_in(getattr(value, each.name)) for each in dataclasses.fields(value)))


def kinds_of(hint: Any, known: set[type]) -> set[type]:
    """The dataclasses that may stand in a place."""
    for each in frozen._choices(hint):
        if isinstance(each, type) and dataclasses.is_dataclass(each):
            if each not in known:
                known.add(each)
                for field in frozen._fields(each):
                    kinds_of(field.hint, known)
        else:
            for inner in get_args(each):
                kinds_of(inner, known)
    return known


def test_there_is_one_of_each_form() -> None:
    assert [json.loads(path.read_text())["schema"] for path in FILES] == list(range(1, frozen.SCHEMA + 1))


def test_the_newest_has_one_of_each_kind_that_a_document_may_hold() -> None:
    assert kinds_in(everything()) >= kinds_of(Document, set())


def test_the_form_is_not_changed_without_a_new_number() -> None:
    """What stands in the file, and what today's program would write of it, are the same: else a field went, or means something else."""
    kept = FILES[-1].read_text(encoding="utf-8")
    assert freeze(thaw(kept)) == kept
    assert freeze(everything()) == kept


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_form_is_read_and_drawn(path: Path) -> None:
    document = thaw(path.read_text(encoding="utf-8"))
    page = render_html(document)
    for section in document.walk():
        assert section.title in page
    for told in ("245,657", "69.4%", "기관 회신이 늦음", "5월까지"):
        assert told in page
    book = load_workbook(BytesIO(render_xlsx(document)))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert any("기관 회신이 늦음" in text for text in cells)
    figures = [each for each in _figures(document) if each.origins]
    assert len(figures) > 100
    assert all(each.indicator and each.value for figure in figures for each in figure.origins)
    assert any(label == "정의" for figure in figures for each in figure.meanings for label, _ in each.measure)


def _figures(value: Any) -> list[Figure]:
    if isinstance(value, Figure):
        return [value]
    if isinstance(value, tuple):
        return [found for each in value for found in _figures(each)]
    if not dataclasses.is_dataclass(value):
        return []
    return [found for each in dataclasses.fields(value) for found in _figures(getattr(value, each.name))]


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    path = KEPT / f"schema-{frozen.SCHEMA}.json"
    if path.exists():
        raise SystemExit(f"{path} is kept as it is: raise SCHEMA first")
    path.write_text(freeze(everything()), encoding="utf-8")
