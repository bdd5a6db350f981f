"""노동정책담당관's rows and own tables for the briefing."""

from reports.contract import Contribution, Edition, read
from reports.document import Block, Cell, Column, Row, Table
from reports.tables import figure_cell, head, label, scope
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.periods import printed_as_of, printed_month
from seoulwork.figures.divisions import division
from seoulwork.figures.profiles import profile
from seoulwork.figures.queries import relations

from . import queries
from .queries import ShelterRow


def contribute(edition: Edition) -> Contribution:
    """The division's part of a briefing."""
    own = division("labour")
    figures, texts = read(own, edition)
    floors, shelters = queries.floors(), queries.shelters()
    return Contribution(
        own,
        figures,
        profile(own, edition.day),
        texts,
        {
            "층별용도": lambda _: (hall_floors(floors),),
            "노동자쉼터": lambda programme_id: shelter_table(figures, programme_id, shelters),
        },
        relations(own),
    )


def hall_floors(floors: tuple[tuple[int, str], ...]) -> Table:
    """The memorial hall's floors."""
    return Table(
        "hall-floors",
        "층별 용도(안)",
        (Column("center", 1), Column("left", 5)),
        (head("층별", "용도"),),
        tuple(Row((label(f"{floor}층"), Cell(use))) for floor, use in floors),
    )


def shelter_table(ledger: Ledger, programme_id: int | None, shelters: tuple[ShelterRow, ...]) -> tuple[Block, ...]:
    """The shelters: area, staff and daily users are parts, named after the shelter, of indicators of the programme whose
    text places the table; `-` where nothing is stored."""
    area, staff, users = (ledger.indicator(name, programme_id) for name in ("쉼터면적", "쉼터인력", "쉼터이용"))
    if area is None or staff is None or users is None:
        return ()
    body = []
    dates = []
    for shelter in shelters:
        remark = "\n".join(filter(None, [f"{printed_month(shelter.opened)} 개소", shelter.remark]))
        size, posts, daily = (ledger.actual(each, shelter.name) for each in (area, staff, users))
        dates += [
            (name, printed_as_of(found.as_of))
            for name, found in (("규모", size), ("운영인력", posts), ("일평균", daily))
            if found
        ]
        body.append(
            Row(
                (
                    label(shelter.name),
                    figure_cell(ledger, area, size),
                    figure_cell(ledger, staff, posts, with_unit=True),
                    Cell(shelter.user_group),
                    Cell(f"{shelter.opens:%H:%M}~{shelter.closes:%H:%M}"),
                    figure_cell(ledger, users, daily, with_unit=True),
                    Cell(remark),
                )
            )
        )
    return (
        Table(
            "shelters",
            "휴서울노동자쉼터 현황",
            (
                Column("center", 1.2),
                Column("right", 0.9),
                Column("right", 0.9),
                Column("left", 1.6),
                Column("center", 1.6),
                Column("right", 0.9),
                Column("left", 2),
            ),
            (head("쉼터명", "규모 (㎡)", "운영인력", "주이용대상", "운영시간", "일평균", "비고"),),
            tuple(body),
            as_of=scope(dates),
        ),
    )
