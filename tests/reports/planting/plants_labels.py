"""Times and directions that are typed beside figures and are not theirs."""

from collections.abc import Callable

from seoulwork.domain.ledger import IndicatorRow

from .paper import Paper, Share
from .plants import Chance, Planted, actuals, made, need, number, pick, plant, write

PERIOD, DIRECTION, COMPARED = ("labels.period",), ("labels.direction",), ("labels.compared",)


def _of_flow(paper: Paper, data: Chance) -> tuple[Share, IndicatorRow]:
    return made(paper, data, "plain_flow", "flow_in_parts", "part_of_a_whole", "money")


def _planted(share: Share, own: IndicatorRow, data: Chance, line: str, printed: str) -> Planted:
    return Planted(PERIOD, write(share, own.programme_id, data, line), printed=printed)


def _other(paper: Paper, data: Chance) -> int:
    """Another month than that to which the figures go."""
    return (paper.reference.number - 1 + number(data, 1, 11)) % 12 + 1


def _year(year: int) -> str:
    return f"'{year % 100:02}"


Line = Callable[[str, str, int, int], tuple[str, str]]
"""From an indicator's name, the year, its last month and another month to the wrong line, and what is wrong in it"""


def _wrong_month(name: str, line: Line) -> None:
    def planted(paper: Paper, data: Chance) -> Planted:
        share, own = _of_flow(paper, data)
        text, printed = line(own.name, _year(paper.year), paper.reference.number, _other(paper, data))
        return _planted(share, own, data, text, printed)

    plant(name)(planted)


_wrong_month(
    "labels: the end of another month",
    lambda name, _, __, other: (f"- 이용실적({other}월말) : {{{name}}}", f"{other}월말"),
)
_wrong_month(
    "labels: the end of another month, behind",
    lambda name, year, _, other: (f"- {name} {{{name}}}({year}.{other}월말)", f"{year}.{other}월말"),
)
_wrong_month(
    "labels: another month as the present",
    lambda name, _, __, other: (f"- {other}월 현재 {name} {{{name}}}", f"{other}월"),
)
_wrong_month(
    "labels: up to another month", lambda name, _, __, other: (f"- {other}월까지 {name} {{{name}}}", f"{other}월")
)
_wrong_month(
    "labels: a day of another month",
    lambda name, year, _, other: (f"- {other}.28. 현재 {name} {{{name}}}", f"{other}.28."),
)
_wrong_month(
    "labels: of the month in its long form",
    lambda name, year, _, other: (
        f"○ 20{year[1:]}년 {other}월말 기준 {name} {{{name}}}",
        f"20{year[1:]}년 {other}월말",
    ),
)


@plant("labels: a run that goes further than the figure")
def run_too_long(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    last = number(data, paper.reference.number + 1, 13)
    need(last < 13)
    label = f"{_year(paper.year)}.1~{last}월"
    return _planted(share, own, data, f"○ {label} 실적 : {own.name} {{{own.name}}}", label)


@plant("labels: a run that ends before the figure")
def run_too_short(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    need(paper.reference.number > 2)
    label = f"{_year(paper.year)}.1~{number(data, 2, paper.reference.number - 1)}월"
    return _planted(share, own, data, f"○ ({label} 실적) {own.name} {{{own.name}}}", label)


@plant("labels: a run behind the figure that it is not of")
def run_behind(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    last = number(data, 2, 12)
    need(last != paper.reference.number)
    label = f"{_year(paper.year)}.1~{last}월"
    return _planted(share, own, data, f"○ {own.name} {{{own.name}}}({label})", label)


@plant("labels: a run of the year before")
def run_of_another_year(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    label = f"{_year(paper.year - 1)}.1~12월"
    return _planted(share, own, data, f"○ {label} 실적 : {{{own.name}}}", label)


@plant("labels: the half-year that the figure is not of")
def half(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    label = "하반기" if paper.reference.number <= 6 else "상반기"
    return _planted(share, own, data, f"- {label} 실적 : {{{own.name}}}", label)


@plant("labels: a quarter that the figure is not of")
def quarter(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    label = "4분기" if paper.reference.number < 10 else "1분기"
    return _planted(share, own, data, f"- {label} 실적 : {{{own.name}}}", label)


@plant("labels: this year before last year's figure")
def year_of_an_actual(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    label = f"{_year(paper.year)}년"
    return _planted(share, own, data, f"○ {label} {{{own.name}@{paper.year - 1}}}", label)


@plant("labels: this year behind last year's figure")
def year_behind(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    label = f"{_year(paper.year)}년"
    return _planted(share, own, data, f"- {own.name} {{{own.name}@{paper.year - 1}}}({label})", label)


@plant("labels: years that the figure is not of")
def years(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    first = paper.year - number(data, 4, 8)
    label = f"{_year(first)}~{_year(first + 1)}년"
    return _planted(share, own, data, f"- {label} 실적 : {{{own.name}@{paper.year - 1}}}", label)


@plant("labels: last year's target under this year's label")
def target_of_another_year(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    label = f"{_year(paper.plan_year)}년"
    line = f"○ {label} 목표 : {{{own.name}.목표@{paper.year - 1}}}, 실적 {{{own.name}@{paper.year - 1}}}"
    return _planted(share, own, data, line, label)


@plant("labels: this year's target under the coming year's label")
def target_of_the_coming_year(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    label = f"{_year(paper.plan_year + 1)}년"
    return _planted(share, own, data, f"○ {own.name} 목표 {{{own.name}.목표}}({label})", label)


@plant("labels: a half-year's target that is the year's")
def target_of_a_half(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    label = pick(data, ("상반기", "하반기"))
    return _planted(share, own, data, f"○ {label} 목표 : {{{own.name}.목표}}", label)


@plant("labels: a budget under another year's label")
def budget_of_another_year(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    label = f"{_year(paper.plan_year + pick(data, (-1, 1)))}년"
    place = write(share, pick(data, share.programmes).id, data, f"○ {label} 예산 {{소요예산}}")
    return Planted(PERIOD, place, printed=label)


@plant("labels: an execution up to another month")
def execution_of_another_month(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    label = f"{_other(paper, data)}월말"
    place = write(share, pick(data, share.programmes).id, data, f"- {label} 기준 지출액 {{보조금.지출액}}")
    return Planted(PERIOD, place, printed=label)


@plant("labels: a stock as of another month")
def stock_of_another_month(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "stock")
    label = f"{_other(paper, data)}월말"
    return _planted(share, own, data, f"○ {own.name} {{{own.name}}}({label})", label)


@plant("labels: a heading over several figures")
def heading(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    last = number(data, 2, 12)
    need(last != paper.reference.number)
    label = f"{_year(paper.year)}.1~{last}월"
    return _planted(share, own, data, f"○ {label} 실적 : 접수 {{{own.name}}}, 처리 {{{own.name}}}", label)


@plant("labels: a bound month beside last year's figure")
def bound_month(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    month = number(data, 1, 9)
    need(month != paper.reference.number)  # the line names no year, so the month alone could be told apart
    line = f"○ {{기준월말:해없이}} 현재 {own.name} {{{own.name}@{paper.year - 1}-0{month}}}"
    place = write(share, own.programme_id, data, line)
    return Planted(PERIOD, place, printed=f"{paper.reference.number}월말")


# --------------------------------------------------------------------------------------------------- directions


def _changed(paper: Paper, data: Chance) -> tuple[Share, IndicatorRow, bool]:
    """A flow, and whether it has risen against the same months of the year before."""
    share, own = made(paper, data, "plain_flow", "part_of_a_whole", "money")
    now, before = (
        sum(row.value for row in actuals(share, own, run)) for run in (paper.results, paper.results.a_year_before())
    )
    need(now != before)
    return share, own, now > before


def _wrong_word(name: str, line: Callable[[str, str], str], words: tuple[str, str]) -> None:
    """`words` are those for up and for down; the wrong one is written."""

    def planted(paper: Paper, data: Chance) -> Planted:
        share, own, more = _changed(paper, data)
        word = words[1] if more else words[0]
        return Planted(DIRECTION, write(share, own.programme_id, data, line(own.name, word)), printed=word)

    plant(name)(planted)


_UP_DOWN, _ARROWS = ("증가", "감소"), ("↑", "↓")
_wrong_word(
    "labels: the wrong direction of a rate", lambda name, word: f"- {name} {{{name}.증감률:절대}} {word}", _UP_DOWN
)
_wrong_word(
    "labels: the wrong direction of an amount", lambda name, word: f"- {name} {{{name}.증감:절대}} {word}", _UP_DOWN
)
_wrong_word("labels: the wrong arrow", lambda name, word: f"- 전년 동기대비 {{{name}.증감:절대}}{word}", _ARROWS)
_wrong_word(
    "labels: the wrong arrow in brackets", lambda name, word: f"- {name} {{{name}.증감률:절대}}({word})", _ARROWS
)
_wrong_word(
    "labels: the wrong direction before its rate",
    lambda name, word: f"- {name} {word}율 {{{name}.증감률:절대}}",
    _UP_DOWN,
)
_wrong_word("labels: 확대 for 축소", lambda name, word: f"- {name} {{{name}.증감:절대}} {word}", ("확대", "축소"))
_wrong_word("labels: 연장 for 단축", lambda name, word: f"- {name} {{{name}.증감:절대}} {word}", ("연장", "단축"))
_wrong_word(
    "labels: the wrong direction of what is compared",
    lambda name, word: f"- {name} {{{name}}}(전년 동기대비 38% {word})",
    _UP_DOWN,
)


@plant("labels: the wrong direction of two figures with an arrow")
def direction_of_a_pair(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "stock")
    line = f"- {own.name} {{{own.name}@{paper.year - 1}}}→{{{own.name}}} 감소"
    return Planted(DIRECTION, write(share, own.programme_id, data, line), printed="감소")


@plant("labels: 전년 동기 of two years")
def compared_years(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "stock", "mean")
    line = f"- 전년 동기대비 {{{own.name}.증감@{paper.year - 1}~{paper.year}}}"
    return Planted(COMPARED, write(share, own.programme_id, data, line), printed="전년 동기")


@plant("labels: 전월 of a change against the year before")
def compared_with_the_month_before(paper: Paper, data: Chance) -> Planted:
    share, own = _of_flow(paper, data)
    word = pick(data, ("전월", "전달", "전분기"))
    place = write(share, own.programme_id, data, f"- {word} 대비 {{{own.name}.증감률}}")
    return Planted(COMPARED, place, printed=word)


@plant("labels: 전년 동기 of budgets, which are of years")
def compared_budget(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    place = write(share, pick(data, share.programmes).id, data, "- 전년 동기대비 {소요예산.증감}")
    return Planted(COMPARED, place, printed="전년 동기")
