"""일자리정책담당관's rows and own tables for the briefing."""

from pathlib import Path

from reports.contract import Contribution, Edition, read
from reports.document import Block, Cell, Column, Row, Table
from reports.tables import Given, drawn, head, label, own_context, read_tables
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.numbers import circled
from seoulwork.domain.periods import printed_day
from seoulwork.figures.profiles import profile
from seoulwork.figures.queries import relations

from . import queries
from .queries import SchoolRow, SessionRow

TABLES = read_tables(Path(__file__).with_name("tables.json"))


def contribute(edition: Edition) -> Contribution:
    """The division's part of a briefing."""
    own = edition.division("programmes")
    figures, texts, made = read(own, edition, TABLES.values())
    samples = queries.sample_programmes(edition.name.month)
    schools, sessions = queries.schools(edition.name.month), queries.sessions(edition.name.month)
    return Contribution(
        own,
        figures,
        profile(own, edition.day),
        texts,
        {
            "일자리 목표": lambda _: job_targets(figures, samples),
            "뉴딜일자리 인원": lambda programme_id: new_deal_places(figures, programme_id),
            "기술교육원": lambda _: (training_schools(schools),),
            "포럼 프로그램": lambda _: (forum_programme(sessions),),
        },
        relations(own),
        made=made,
    )


def job_targets(ledger: Ledger, samples: dict[int, str]) -> tuple[Block, ...]:
    """Jobs by beneficiary group: target, actual with its rate, budget; with the chart of the groups' actuals against their targets."""
    words = {"사업명": {f"part/{part}": sample for part, sample in samples.items()}}
    return drawn(TABLES["job-targets"], own_context(ledger, given=Given(words=words)))


def new_deal_places(ledger: Ledger, programme_id: int | None) -> tuple[Block, ...]:
    """Places by provider, from the indicator 참여인원 of the programme whose text places the table; a provider with kinds of
    its own gets a nested head with 소계."""
    return drawn(TABLES["new-deal-places"], own_context(ledger, programme_id))


def training_schools(schools: tuple[SchoolRow, ...]) -> Table:
    """The training schools side by side: location, contractor, contract period."""
    rows = (
        ("위치", [school.location for school in schools]),
        ("위탁법인", [school.contractor for school in schools]),
        (
            "현위탁기간",
            [f"{printed_day(school.contract_start)}~{printed_day(school.contract_end)}" for school in schools],
        ),
    )
    return Table(
        "training-schools",
        f"{len(schools)}개 기술교육원 현황",
        (Column("center"), *(Column("center", 1.5),) * len(schools)),
        (head("구분", *(school.name for school in schools)),),
        tuple(Row((label(name), *(Cell(text) for text in texts))) for name, texts in rows),
    )


def forum_programme(sessions: tuple[SessionRow, ...]) -> Table:
    """Sessions and ceremonies, the kind once beside its rows."""
    body = []
    for kind, name in (("session", "세션"), ("ceremony", "공식행사")):
        own = [session for session in sessions if session.kind == kind]
        for place, session in enumerate(own):
            first = (label(name, rowspan=len(own)),) if place == 0 else ()
            mark = circled(session.number) if session.number is not None else "·"
            body.append(Row((*first, Cell("\n".join(filter(None, [f"{mark} {session.title}", session.body]))))))
    return Table(
        "forum-programme",
        "주요 프로그램",
        (Column("center", 1), Column("left", 5)),
        (head("구분", "주제 및 내용"),),
        tuple(body),
    )
