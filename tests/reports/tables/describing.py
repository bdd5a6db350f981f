"""Descriptions of tables made at random, most of them meant, some not."""

from typing import Any

from hypothesis import strategies as st

from reports.tables.description import (
    AsOf,
    Bind,
    Calc,
    Description,
    Drawn,
    Each,
    Entry,
    FigureTable,
    FreeCell,
    FreeColumn,
    FreeRow,
    FreeTable,
    Label,
    Total,
)
from reports.tables.faults import key_of
from seoulwork.domain.vocabulary import ASPECTS, UNITS

OF = ("상담", "취업률", "잔액", "예산", "없는이름")
PARTS = ("청년", "여성", "청년/서울", "없음")
PERIODS = ("2017", "2018", "2018H1", "2018-06", "기준년-1", "Y-1", "YTD-1", "M-12", "Q-1", "YQ3", "YM02", "언젠가")
HEADS = ("", "목표", "{이름}", "{연도}", "{기간}", "{기준년:네자리,값}", "{단위}", "{상담}", "가나다 라마바사" * 3)

binds = st.builds(
    Bind,
    programme=st.none() | st.sampled_from((1, 2, 9)),
    of=st.sampled_from(("", *OF)),
    lines=st.sampled_from(("", "", "", "current", "grant")),
    part=st.sampled_from(("", "", *PARTS)),
    source=st.sampled_from(("", "", "시비", "국비", "없는돈")),
    aspect=st.sampled_from(("", *ASPECTS, "없는구분")),
    period=st.sampled_from(("", *PERIODS)),
)
eaches = st.builds(
    Each,
    kind=st.sampled_from(
        (
            "divisions",
            "programmes",
            "indicators",
            "policy",
            "parts",
            "parts",
            "budgets",
            "sources",
            "list",
            "years",
            "halves",
            "quarters",
            "months",
        )
    ),
    of=st.sampled_from(("", "", *OF)),
    dimension=st.sampled_from(("", "", "성별")),
    under=st.sampled_from(("", "", "청년", "*")),
    depth=st.integers(1, 3),
    subtotal=st.sampled_from(("소계", "")),
    year=st.sampled_from(("기준년", "계획년-1", "2018", "?")),
    first=st.integers(-3, 3),
    last=st.integers(0, 4),
    cumulative=st.booleans(),
    leave=st.sampled_from(((), ("청년",))),
    most=st.sampled_from((0, 0, 1, 2)),
)
totals = st.none() | st.builds(Total, how=st.sampled_from(("whole", "sum")), last=st.booleans())
calcs = st.builds(
    Calc,
    how=st.sampled_from(("sum", "minus", "rate", "growth", "quotient")),
    of=st.lists(st.sampled_from(("", *ASPECTS[:5], "가", "나")), min_size=2, max_size=3).map(tuple),
)


def _entry(children: st.SearchStrategy[tuple[Entry, ...]]) -> st.SearchStrategy[Entry]:
    return st.builds(
        Entry,
        head=st.sampled_from(HEADS),
        bind=binds,
        each=st.none() | eaches,
        children=children,
        total=totals,
        key=st.sampled_from(("", "가", "나")),
        calc=st.none() | st.none() | calcs,
        words=st.sampled_from(("", "", "", "단위", "사업", "없는말")),
        texts=st.just({}) | st.just({}) | st.just({"part/1": "글 {상담}"}),
        beside=st.sampled_from(("", "", "달성률")),
        with_unit=st.booleans(),
        unit=st.sampled_from(("", "", *UNITS)),
        decimals=st.none() | st.integers(0, 2),
        bar=st.booleans(),
        width=st.sampled_from((0.5, 1, 4)),
        align=st.sampled_from((None, "left", "center")),
    )


leaves = _entry(st.just(()))
entries = leaves | leaves | _entry(st.lists(leaves, min_size=1, max_size=2).map(tuple))

figure_tables = st.builds(
    FigureTable,
    key=st.sampled_from(("figures", "figures-2", "다른 표")) | st.just("figures"),
    caption=st.sampled_from(("", "표", "{계획년} 표", "{")),
    base=binds,
    rows=st.lists(entries, min_size=1, max_size=3).map(tuple),
    columns=st.lists(entries, min_size=1, max_size=3).map(tuple),
    labels=st.lists(st.sampled_from((Label(head="구분"), Label(head="지표", align="left", width=2))), max_size=2).map(
        tuple
    ),
    total=totals,
    unit=st.sampled_from(("", "", "명", "백만원", "-")),
    as_of=st.builds(
        AsOf, how=st.sampled_from(("dates", "periods", "none")), by=st.sampled_from(("", "rows", "columns"))
    ),
    notes=st.sampled_from(((), ("{기준년}까지의 값",))),
    blocks=st.sampled_from((1, 1, 2, 3)),
    chart=st.none()
    | st.none()
    | st.builds(
        Drawn,
        kind=st.sampled_from(("bars", "trend", "shares", "pie")),
        value=st.sampled_from(("", "실적", "목표")),
        target=st.sampled_from(("", "목표")),
    ),
)
"""Of any shape: most of them can't be meant."""

GOOD_COLUMNS = (
    Entry(bind=Bind(aspect="실적"), beside="달성률"),
    Entry(bind=Bind(aspect="실적")),
    Entry(bind=Bind(aspect="목표")),
    Entry(bind=Bind(aspect="달성률"), bar=True),
    Entry(bind=Bind(aspect="증감")),
    Entry(head="지난해", bind=Bind(aspect="실적", period="YTD-1"), key="old"),
    Entry(bind=Bind(aspect="실적"), each=Each(kind="quarters", cumulative=True)),
    Entry(head="상반기", children=(Entry(bind=Bind(aspect="실적", period="YH1")), Entry(words="단위"))),
)
GOOD_ROWS = (
    Entry(bind=Bind(of="상담"), each=Each(kind="parts", dimension="대상")),
    Entry(bind=Bind(of="상담"), each=Each(kind="parts", depth=2), total=Total(how="whole")),
    Entry(bind=Bind(of="상담")),
    Entry(bind=Bind(of="취업률")),
    Entry(bind=Bind(of="잔액")),
    Entry(head="묶음", children=(Entry(bind=Bind(of="상담", part="청년")), Entry(bind=Bind(of="상담", part="여성")))),
)
meant_tables = st.builds(
    FigureTable,
    key=st.just("figures"),
    caption=st.just("표"),
    rows=st.lists(st.sampled_from(GOOD_ROWS), min_size=1, max_size=4).map(tuple),
    columns=st.lists(st.sampled_from(GOOD_COLUMNS), min_size=1, max_size=4).map(tuple),
    labels=st.just((Label(head="구분"),)),
    total=st.none(),
    unit=st.sampled_from(("", "-")),
    as_of=st.sampled_from((AsOf(), AsOf(by="rows", day=True), AsOf(how="periods"))),
)


def _mended(entry: Entry) -> Entry:
    """Without what no description of its shape may hold."""
    each = entry.each
    if each is not None and each.kind in ("years", "halves", "quarters", "months"):
        low, high = sorted((each.first, each.last)) if each.kind == "years" else (0, min(max(each.last, 0), 2))
        each = each.model_copy(update={"first": low, "last": high})
    if each is not None and each.kind == "list":
        each = each.model_copy(update={"of": "예산", "leave": ()})
    if each is not None and (each.depth > 1 or entry.children):
        each = each.model_copy(update={"most": 0})
    changes: dict[str, Any] = {
        "each": each,
        "total": entry.total if each or entry.children else None,
        "beside": entry.beside if entry.bind.aspect == "실적" else "",
    }
    if each is not None and entry.bind.period:
        changes["bind"] = entry.bind.model_copy(update={"period": ""})
    return entry.model_copy(update=changes)


def _row(children: st.SearchStrategy[tuple[Entry, ...]]) -> st.SearchStrategy[Entry]:
    found = _rows_of(children).map(_mended)
    calc = Entry(key="차", head="차", calc=Calc(how="minus", of=("상담", "참여")))
    return st.integers(0, 19).flatmap(lambda number: found if number else st.just(calc))


def _rows_of(children: st.SearchStrategy[tuple[Entry, ...]]) -> st.SearchStrategy[Entry]:
    return st.one_of(
        st.builds(
            Entry,
            head=st.sampled_from(("", "", "{이름} 행", "{단위}", "{")),
            bind=st.builds(
                Bind,
                of=st.sampled_from(("상담", "상담", "취업률", "잔액", "참여", "예산", "뉴딜 예산", "상담자")),
                part=st.sampled_from(("", "", "", "청년", "청년/서울", "청소년")),
            ),
            each=st.none()
            | st.builds(
                Each,
                kind=st.sampled_from(("parts", "parts", "sources", "list")),
                of=st.sampled_from(("", "", "예산", "상담")),
                dimension=st.sampled_from(("", "", "대상", "성별")),
                under=st.sampled_from(("", "", "청년", "*")),
                depth=st.integers(1, 2),
                leave=st.sampled_from(((), (), ("청년",))),
                most=st.sampled_from((0, 0, 0, 1)),
            ),
            total=totals,
        ),
        st.builds(
            Entry,
            each=st.builds(
                Each,
                kind=st.sampled_from(("programmes", "indicators", "policy", "budgets", "divisions")),
                most=st.sampled_from((0, 0, 0, 1)),
            ),
            children=children,
            total=totals,
            field=st.sampled_from(("", "분야")),
        ),
    )


_times = st.builds(
    Each,
    kind=st.sampled_from(("years", "halves", "quarters", "months")),
    year=st.sampled_from(("기준년", "계획년-1", "2017")),
    first=st.integers(-2, 1),
    last=st.integers(0, 3),
    cumulative=st.booleans(),
)


def _column(aspects: tuple[str, ...]) -> st.SearchStrategy[Entry]:
    figure = st.builds(
        Entry,
        head=st.sampled_from(("", "", "", "{이름}", "{연도} {기간}", "값 ({단위})")),
        bind=st.builds(
            Bind,
            aspect=st.sampled_from(aspects),
            period=st.sampled_from(
                ("", "", "", "2018H1", "기준년", "2017", "Y-1", "YTD-1", "Q-1", "M-12", "YQ1", "2018-06")
            ),
        ),
        each=st.none() | st.none() | _times,
        total=totals,
        beside=st.sampled_from(("", "", "달성률")),
        with_unit=st.booleans(),
        unit=st.sampled_from(("", "", "", "명", "천명", "억원")),
        decimals=st.none() | st.integers(0, 2),
        bar=st.booleans(),
    )
    words = st.builds(Entry, words=st.sampled_from(("단위", "사업", "비고"))) | st.just(
        Entry(texts={"part/1": "글 {상담}"})
    )
    return st.one_of(figure, figure, figure, words).map(_mended)


def _with_calculations(table: FigureTable, how: str, number: int) -> FigureTable:
    """With a column that is made of others, and a chart of those that are there."""
    keys = [key_of(entry) for entry in table.columns if key_of(entry) and not entry.words]
    if not keys:
        return table.model_copy(update={"chart": None})
    changes: dict[str, Any] = {}
    if number % 3 == 0:
        calc = Calc.model_validate({"how": how, "of": (keys[0], keys[-1])})
        changes["columns"] = (*table.columns, Entry(key="셈", head="셈", calc=calc))
    if number == 4 and (each := table.rows[0].each) is not None:
        by = next((key_of(entry) for entry in table.columns if not (entry.words or entry.texts)), "")
        changes["rows"] = (
            table.rows[0].model_copy(update={"each": each.model_copy(update={"by": by})}),
            *table.rows[1:],
        )
    if table.chart:
        chart = {"value": keys[0], "target": keys[number % len(keys)] if number % 2 else ""}
        changes["chart"] = table.chart.model_copy(update=chart) if table.blocks == 1 else None
    return table.model_copy(update=changes)


def _plausible(aspects: tuple[str, ...]) -> st.SearchStrategy[FigureTable]:
    column = _column(aspects)
    group = st.builds(
        Entry,
        head=st.sampled_from(("묶음", "{기준년}")),
        children=st.lists(column, min_size=1, max_size=3).map(tuple),
        total=totals,
    )
    row = _row(st.just(()) | st.lists(_row(st.just(())), min_size=1, max_size=2).map(tuple))
    table = st.builds(
        FigureTable,
        key=st.just("figures"),
        caption=st.sampled_from(("표", "{계획년} 표")),
        base=st.just(Bind())
        | st.just(Bind(of="상담"))
        | st.just(Bind(lines="current"))
        | st.just(Bind(division="labour", of="상담")),
        rows=st.lists(row | row | row | row | st.builds(Entry, each=_times).map(_mended), min_size=1, max_size=3).map(
            tuple
        ),
        columns=st.lists(column | column | group, min_size=1, max_size=3).map(tuple),
        labels=st.just((Label(head="구분"),)),
        total=totals,
        unit=st.sampled_from(("", "", "", "-", "명", "백만원")),
        as_of=st.builds(AsOf, how=st.sampled_from(("dates", "periods")), by=st.sampled_from(("", "rows", "columns"))),
        notes=st.sampled_from(((), ("{기준년}까지의 값",))),
        blocks=st.sampled_from((1, 1, 1, 2, 3)),
        chart=st.none()
        | st.none()
        | st.builds(Drawn, kind=st.sampled_from(("bars", "trend", "shares", "pie")), value=st.just("값")),
    )
    how = st.sampled_from(("sum", "minus", "rate", "growth", "quotient"))
    return st.builds(_with_calculations, table, how, st.integers(0, 5))


plausible_tables = _plausible(("실적", "목표", "달성률", "증감", "증감률", "구성비", "기준일", "분자")) | _plausible(
    ("예산액", "지출액", "원인행위액", "집행률", "증감", "증감률", "연도")
)
"""Of a shape that can be meant, of names and periods that may not be there."""

cells = st.builds(
    FreeCell,
    text=st.sampled_from(("", "가", "{상담}", "모두 {상담}\n가운데 {상담/청년}", "{없음}", "{", "1,234", "△9")),
    colspan=st.integers(1, 2),
    rowspan=st.integers(1, 2),
    head=st.booleans(),
)
free_tables = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        FreeTable,
        key=st.just("free"),
        caption=st.sampled_from(("", "자유 표")),
        columns=st.lists(st.builds(FreeColumn), min_size=width, max_size=width).map(tuple),
        head=st.lists(_rows(width), max_size=2).map(tuple),
        body=st.lists(_rows(width), min_size=1, max_size=4).map(tuple),
        unit=st.sampled_from(("", "명")),
        notes=st.sampled_from(((), ("주",))),
    )
)


def _rows(width: int) -> st.SearchStrategy[FreeRow]:
    plain = st.lists(
        cells.map(lambda each: each.model_copy(update={"colspan": 1, "rowspan": 1})), min_size=width, max_size=width
    )
    return st.builds(FreeRow, cells=(plain | plain | st.lists(cells, max_size=3)).map(tuple), total=st.booleans())


descriptions: st.SearchStrategy[Description] = plausible_tables | meant_tables | free_tables | figure_tables
