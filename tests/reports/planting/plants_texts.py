"""Texts that break, letters that can't be printed, figures that are printed as recorded and differ."""

from dataclasses import replace
from datetime import timedelta

from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.numbers import format_number
from seoulwork.figures.profiles import MadeTableRow, ManuscriptRow, MilestoneRow, PictureRow

from .paper import Paper, Share, put
from .plants import FLOWS, Chance, Planted, made, need, number, pick, plant, texts_of, write

UNRESOLVED = ("texts.unresolved",)
UNPRINTABLE = ("😀", "ༀ", "Ꭰ", "𓀀")


def _broken(paper: Paper, data: Chance, line: str, words: str) -> Planted:
    share = pick(data, paper.shares)
    programme = pick(data, share.programmes)
    return Planted(UNRESOLVED, write(share, programme.id, data, line), words)


@plant("texts: a name that there is not")
def unknown_name(paper: Paper, data: Chance) -> Planted:
    return _broken(paper, data, "○ 상담 {없는지표}", "'없는지표'")


@plant("texts: a name of another division")
def name_of_another(paper: Paper, data: Chance) -> Planted:
    first, second = paper.shares[1:]
    own = pick(
        data, [each for each in second.indicators if each.name not in {other.name for other in first.indicators}]
    )
    return Planted(UNRESOLVED, write(first, pick(data, first.programmes).id, data, f"- {{{own.name}}}"), own.name)


@plant("texts: a part that there is not")
def unknown_part(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS)
    return Planted(
        UNRESOLVED, write(share, own.programme_id, data, f"- {{{own.name}/외국인}}"), "'외국인' 부분이 없습니다"
    )


@plant("texts: an aspect of budgets asked of an indicator")
def aspect_of_another(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS, "stock", "mean")
    return Planted(UNRESOLVED, write(share, own.programme_id, data, f"- {{{own.name}.집행률}}"), "집행률")


@plant("texts: a shape that does not fit")
def unfit(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS)
    return Planted(UNRESOLVED, write(share, own.programme_id, data, f"- {{{own.name}.달성률:백만원}}"), "모양")


@plant("texts: a unit of another kind")
def other_unit(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, "flow_in_parts", "part_of_a_whole")
    return Planted(UNRESOLVED, write(share, own.programme_id, data, f"- {{{own.name}:억원}}"), "단위")


@plant("texts: a table that there is not")
def unknown_table(paper: Paper, data: Chance) -> Planted:
    return _broken(paper, data, "[표: 없는 표]", "없는 표")


@plant("texts: a table that stands twice")
def table_twice(paper: Paper, data: Chance) -> Planted:
    share = paper.shares[0]
    place = write(share, pick(data, share.programmes).id, data, "[표: 일자리 목표]")
    return Planted(UNRESOLVED, share.division.name, "일자리 목표") if place else Planted(UNRESOLVED, place)


@plant("texts: a table that nothing fills")
def table_without_figures(paper: Paper, data: Chance) -> Planted:
    share = paper.shares[0]
    place = write(
        share,
        pick(data, share.programmes).id,
        data,
        f"[표: {pick(data, ('뉴딜일자리 인원', '기술교육원', '포럼 프로그램'))}]",
    )
    return Planted(("texts.table_without_figures",), place)


@plant("texts: a table made at the desk that can't be drawn")
def undrawable_table(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS)
    programme = pick(data, share.programmes)
    column, words = pick(
        data,
        [
            ({"bind": {"of": "없는지표"}}, "'없는지표'"),
            ({"bind": {"of": own.name, "part": "외국인"}}, "'외국인'"),
            ({"bind": {"of": own.name, "aspect": "잔액"}}, "잔액"),
        ],
    )
    description = {"kind": "figures", "rows": [{"head": "계"}], "columns": [column]}
    share.made.append(MadeTableRow(BriefingName(paper.month), programme.id, programme.number, "새 표", description))
    place = write(share, programme.id, data, "[표: 새 표]")
    return Planted(("texts.undrawable_table",), place, words)


@plant("texts: a heading without a text")
def heading_alone(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    row = pick(data, [row for row in share.passages if row.kind == "text" and row.programme_id])
    put(share.passages, row, replace(row, text=pick(data, ("", " ", "\n\n"))))
    return Planted(("texts.heading_alone",), f"{share.division.name} · {row.place}")


def _at_the_desk(
    paper: Paper, data: Chance, *, settled: bool = True, broken: bool = False, clashes: int = 0, remarks: int = 0
) -> tuple[Share, ManuscriptRow]:
    share = pick(data, paper.shares)
    programme = pick(data, share.programmes)
    row = ManuscriptRow(BriefingName(paper.month), programme.id, programme.title, settled, broken, clashes, remarks)
    share.manuscripts.append(row)
    return share, row


@plant("texts: a manuscript with a line that can't be printed")
def broken_manuscript(paper: Paper, data: Chance) -> Planted:
    share, row = _at_the_desk(paper, data, broken=True)
    return Planted(("texts.broken_manuscript",), f"{share.division.name} · {row.place}")


@plant("texts: lines that two writers both changed")
def clashing_lines(paper: Paper, data: Chance) -> Planted:
    clashes = number(data, 1, 9)
    share, row = _at_the_desk(paper, data, clashes=clashes)
    return Planted(("texts.clashing_lines",), f"{share.division.name} · {row.place}", f"{clashes}곳")


@plant("texts: remarks that nobody resolved")
def open_remarks(paper: Paper, data: Chance) -> Planted:
    remarks = number(data, 1, 9)
    share, row = _at_the_desk(paper, data, remarks=remarks)
    return Planted(("texts.open_remarks",), f"{share.division.name} · {row.place}", f"{remarks}건")


@plant("texts: a picture that no text places")
def unplaced_picture(paper: Paper, data: Chance) -> Planted:
    share, row = _at_the_desk(paper, data)
    name = pick(data, ("추진체계", "위치도"))
    share.pictures.append(PictureRow(row.programme_id, 1, name, "대체 글", "", "", 100, "png", 9, 9, "0" * 64))
    return Planted(("texts.unplaced_picture",), f"{share.division.name} · {row.place}", f"'{name}'")


@plant("texts: a manuscript that is not settled")
def not_settled(paper: Paper, data: Chance) -> Planted:
    share, row = _at_the_desk(paper, data, settled=False)
    return Planted(("texts.not_settled",), share.division.name, row.place)


@plant("texts: a milestone whose day is over")
def overdue(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    row = pick(data, [row for row in share.passages if row.milestones])
    due = paper.month.first_day - timedelta(number(data, 1, 200))
    title = pick(data, ("중간보고회", "협약 체결"))
    late = MilestoneRow(title, "상반기", "", due)
    at = number(data, 0, len(row.milestones))
    put(share.passages, row, replace(row, milestones=(*row.milestones[:at], late, *row.milestones[at:])))
    return Planted(("texts.overdue",), f"{share.division.name} · {row.place}", f"'{title}'")


# ------------------------------------------------------------------------------------------------------ letters


def _letter(data: Chance) -> tuple[str, Planted]:
    letter = pick(data, UNPRINTABLE)
    return letter, Planted(("letters.unprintable",), "", f"U+{ord(letter):04X}")


@plant("letters: one in a sentence that can't be printed")
def letter_in_a_text(paper: Paper, data: Chance) -> Planted:
    letter, planted = _letter(data)
    share = pick(data, paper.shares)
    programme = pick(data, share.programmes)
    write(share, programme.id, data, f"- 현장{letter} 소통")
    return replace(planted, place=f"{share.division.name} · {programme.title}")


@plant("letters: one in a programme's title")
def letter_in_a_title(paper: Paper, data: Chance) -> Planted:
    letter, planted = _letter(data)
    share = pick(data, paper.shares)
    at = number(data, 0, len(share.programmes) - 1)
    share.programmes[at] = replace(share.programmes[at], title=f"{share.programmes[at].title}{letter}")
    return replace(planted, place=f"{share.division.name} · {share.programmes[at].title}")


@plant("letters: one in a goal")
def letter_in_a_goal(paper: Paper, data: Chance) -> Planted:
    letter, planted = _letter(data)
    pick(data, paper.shares).goal += letter
    return replace(planted, place="비전 및 목표")


@plant("letters: one in a milestone's title")
def letter_in_a_milestone(paper: Paper, data: Chance) -> Planted:
    letter, planted = _letter(data)
    share = pick(data, paper.shares)
    row = pick(data, [row for row in share.passages if row.milestones])
    put(share.passages, row, replace(row, milestones=(*row.milestones, MilestoneRow(f"발대식{letter}", "연중", ""))))
    return replace(planted, place=share.division.name)


# --------------------------------------------------------------------------------------------- printed as recorded

DIFFERS = ("printed.differs",)


def _recorded(share: Share, programme_id: int | None, data: Chance, reference: str, printed: str) -> Planted:
    place = write(share, programme_id, data, f"- 원문 {{{reference}={printed}}} 교부")
    return Planted(DIFFERS, place, printed, printed)


@plant("printed: another rate than the stored figures give")
def recorded_rate(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    return _recorded(
        share, pick(data, share.programmes).id, data, "보조금.집행률", f"{number(data, 101, 199)}.{number(data, 0, 9)}%"
    )


@plant("printed: another amount than is stored")
def recorded_amount(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    printed = f"{format_number(number(data, 6_000, 90_000))}백만원"
    return _recorded(share, pick(data, share.programmes).id, data, "보조금", printed)


@plant("printed: another actual than is stored")
def recorded_actual(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS, "stock", "mean")
    printed = f"{number(data, 1, 9)}{own.unit}"
    return _recorded(share, own.programme_id, data, own.name, printed)


@plant("printed: the right number in another unit")
def recorded_unit(paper: Paper, data: Chance) -> Planted:
    share = pick(data, paper.shares)
    line = pick(data, [line for line in share.budgets if line.kind == "grant" and line.year == paper.plan_year])
    won = next(row.amount for row in share.amounts if row.budget_id == line.id and row.name == "예산액")
    return _recorded(share, line.programme_id, data, "보조금", f"{format_number(won // 10**6)}천원")


@plant("printed: the as-of date of another month")
def recorded_day(paper: Paper, data: Chance) -> Planted:
    share, own = made(paper, data, *FLOWS, "stock")
    month = paper.reference - number(data, 1, 12)
    return _recorded(share, own.programme_id, data, f"{own.name}.기준일", f"'{month.year % 100:02}.{month.number}월말")


@plant("printed: a ratio of two figures that they do not give")
def recorded_ratio(paper: Paper, data: Chance) -> Planted:
    share, (part, whole, _) = paper.made["part_of_a_whole"][0], paper.made["part_of_a_whole"][1]
    need(texts_of(share, whole.programme_id))
    return _recorded(share, whole.programme_id, data, f"{part.name}÷{whole.name}", f"{number(data, 5, 95)}.01%")
