"""노동정책담당관's rows and own tables for the briefing."""

from pathlib import Path

from reports.contract import Contribution, Edition, read
from reports.document import Block, Cell, Column, Row, Table
from reports.tables import Given, Listed, drawn, head, label, own_context, read_tables
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.periods import printed_month
from seoulwork.figures.profiles import profile
from seoulwork.figures.queries import relations

from . import queries
from .queries import ShelterRow

TABLES = read_tables(Path(__file__).with_name("tables.json"))


def contribute(edition: Edition) -> Contribution:
    """The division's part of a briefing."""
    own = edition.division("labour")
    figures, texts, made = read(own, edition, TABLES.values())
    floors, shelters = queries.floors(edition.name.month), queries.shelters(edition.name.month)
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
        made=made,
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
    lists = {"노동자쉼터": tuple(Listed(shelter.name, _words(shelter)) for shelter in shelters)}
    return drawn(TABLES["shelters"], own_context(ledger, programme_id, Given(lists)))


def _words(shelter: ShelterRow) -> dict[str, str]:
    return {
        "주이용대상": shelter.user_group,
        "운영시간": f"{shelter.opens:%H:%M}~{shelter.closes:%H:%M}",
        "비고": "\n".join(filter(None, [f"{printed_month(shelter.opened)} 개소", shelter.remark])),
    }
