"""Tables drawn from descriptions: none breaks a renderer, and what can't be drawn says why in a sentence."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from reports.document import Block, Table
from reports.render.html import render_html
from reports.render.pdf import pieces
from reports.render.xlsx import render_xlsx
from reports.tables import draw
from reports.tables.description import Bind, Description, DescriptionError, Each, Entry, FigureTable
from tests.choosing import amount
from tests.reports.tables.describing import descriptions, meant_tables
from tests.reports.tables.made_up import JOBS, TWO
from tests.reports.xlsx.opened import document_of

TRIES = amount("DESCRIPTIONS", 40, long=1_000)


def rendered(blocks: Iterable[Block]) -> None:
    document = document_of(*blocks)
    render_html(document)
    list(pieces(document, {}))
    render_xlsx(document)


def tried(description: Description) -> tuple[Block, ...] | str:
    """Its blocks, or why there are none."""
    try:
        return draw(description, TWO)
    except DescriptionError as error:
        return str(error)


@settings(max_examples=TRIES, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(descriptions)
def test_every_description_is_drawn_or_refused_and_breaks_no_renderer(description: Description) -> None:
    told = tried(description)
    if isinstance(told, str):
        assert re.search(r"[가-힣].*\.$", told, re.DOTALL), told
    else:
        rendered(told)


@pytest.mark.parametrize(("column", "names"), [({}, ["여성"]), ({"period": "Y-1"}, ["청년", "여성"])])
def test_a_part_that_had_ended_before_all_that_a_table_asks_for_is_not_in_it(
    column: dict[str, str], names: list[str]
) -> None:
    parts = tuple(replace(part, last_year=2017) if part.path == "청년" else part for part in JOBS.parts)
    own = replace(TWO, sources=(replace(TWO.sources[0], ledger=replace(JOBS, parts=parts)),))
    table = FigureTable(
        key="parts",
        base=Bind(of="상담"),
        rows=(Entry(each=Each(kind="parts", dimension="대상")),),
        columns=(Entry(head="실적"), Entry(head="견줌", bind=Bind.model_validate(column))),
    )
    (drawn,) = draw(table, own)
    assert isinstance(drawn, Table)
    assert [str(row.cells[0].content) for row in drawn.body] == names


@settings(max_examples=TRIES, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(meant_tables)
def test_what_is_meant_is_drawn(description: Description) -> None:
    rendered(draw(description, TWO))
