"""Under a programme the indicators and budgets that are behind their pace: how far they are, why, and by when it is made good."""

from collections.abc import Iterator

from seoulwork.domain.ledger import Pace
from seoulwork.domain.notation import Operand, Reference, Style
from seoulwork.domain.numbers import format_number
from seoulwork.domain.vocabulary import ACHIEVEMENT, COVERED, EXECUTED, EXECUTION, RECOVERY, SHORTFALL

from ..contract import Contribution
from ..document import Bullets, Line
from ..narrative import Narrator
from ..values import Figure, Percent


def shortfalls(each: Contribution, programme_id: int) -> list[Bullets]:
    """One line for each of the programme's figures for which a 부진 사유 was written with its last month."""
    lines = tuple(_lines(each, programme_id))
    return [Bullets(lines)] if lines else []


def _lines(each: Contribution, programme_id: int) -> Iterator[Line]:
    ledger, narrator = each.ledger, Narrator(each.ledger, programme_id)
    for indicator in ledger.indicators:
        if indicator.programme_id != programme_id:
            continue
        for path in ("", *(part.path for part in ledger.parts if part.indicator_id == indicator.id)):
            if ledger.shortfall(indicator, path) is not None:
                name = " ".join(filter(None, [indicator.name, path.replace("/", " ")]))
                of = Operand(indicator.short_name, path)
                yield _line(narrator, name, of, ACHIEVEMENT, ledger.pace(indicator, path))
    for (owner, name), budgets in ledger.budget_groups():
        executed = [line for line in budgets if line.kind in EXECUTED]
        if owner == programme_id and executed and ledger.spending_shortfall(executed) is not None:
            yield _line(narrator, name, Operand(name), EXECUTION, ledger.spending_pace(executed))


def _line(narrator: Narrator, name: str, of: Operand, rate: str, pace: Pace | None) -> Line:
    """Rate and pace are those of the months that the figure covers, which the line prints: it need not reach the reference month."""

    def figure(aspect: str) -> Figure:
        return narrator.figure(Reference("", (Operand(of.name, of.part, aspect),), Style()))

    reached, expected = figure(rate), ""
    if pace is not None and all(each.kind == "months" for each in reached.missing):
        reached = Figure(Percent(pace.reached), reached.origins, reached.meanings)
        expected = f"(기대 진도 {format_number(pace.expected, 1)}%)"
    words = (f"{name} ", figure(COVERED), f" {rate} ", reached, f"{expected}, 부진 사유: ", figure(SHORTFALL))
    return Line("※", 1, (*words, ", 만회 예정: ", figure(RECOVERY)))
