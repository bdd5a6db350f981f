"""A part as one text: read, written and read again; the dates of its plans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulwork.domain.manuscript import (
    Kind,
    NotAMilestone,
    Piece,
    Planned,
    When,
    misplaced,
    planned_at,
    read,
    replanned,
    told_as_progress,
    write,
)
from seoulwork.domain.periods import Month

WRITTEN = """[요지]
◆ 처우개선을 위해 정규직화 지속 추진
□ 추진현황
○ 무기계약직 {교통공사전환} 전환
  - 잔여 무기계약직 전환 추진
    ※ 협의 중
□ 추진계획
○ 정규직 전환 지원 | '18. 7월~12월 중
  - 동향 모니터링
○ 실태조사 {일정} 실시 | '18.12.11.~12. | 완료
■ 청년일자리센터 운영
□ 운영개요
○ 위치 : 을지로
[표: 센터]
■
□
○ 맺음"""


def test_a_part_is_read_into_its_pieces() -> None:
    gist, state, plans, project, last = read(WRITTEN)
    assert (gist.kind, gist.text) == ("gist", "◆ 처우개선을 위해 정규직화 지속 추진")
    assert (state.heading, state.project, state.line) == ("추진현황", "", 4)
    assert state.text.splitlines()[2] == "    ※ 협의 중"
    assert plans.kind == "plans"
    assert plans.milestones == (
        Planned(
            "정규직 전환 지원", When(Month(2018, 7), None, Month(2018, 12), note="중"), "  - 동향 모니터링", line=8
        ),
        Planned("실태조사 {일정} 실시", When(Month(2018, 12), 11, Month(2018, 12), 12), done=True, line=10),
    )
    assert (project.project, project.text) == ("청년일자리센터 운영", "○ 위치 : 을지로\n[표: 센터]")
    assert (last.project, last.heading, last.text) == ("", "", "○ 맺음")


def test_what_is_written_again_is_the_same_text() -> None:
    assert write(read(WRITTEN)) == WRITTEN


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("'18. 7월", When(Month(2018, 7))),
        ("’18.7월~", When(Month(2018, 7), open_ended=True)),
        ("2018년 7월 ~ 12월", When(Month(2018, 7), None, Month(2018, 12))),
        ("'18. 7.17.", When(Month(2018, 7), 17)),
        ("'18.12.11.~12.", When(Month(2018, 12), 11, Month(2018, 12), 12)),
        ("'18. 9월~'19. 2월", When(Month(2018, 9), None, Month(2019, 2))),
        ("~'19. 3월", When(None, None, Month(2019, 3))),
        ("'18. 7월~12월 중", When(Month(2018, 7), None, Month(2018, 12), note="중")),
        ("'18. 7월 17일", When(Month(2018, 7), 17)),
        ("하반기 중", When(note="하반기 중")),
        ("7월~12월", When(note="7월~12월")),
        ("'18. 13월", When(note="'18. 13월")),
        ("", When()),
    ],
)
def test_dates_are_read_as_they_are_printed(typed: str, when: When) -> None:
    assert When.read(typed) == when


MONTHS = st.builds(Month, st.integers(2001, 2098), st.integers(1, 12))
NOTES = st.sampled_from(["", "중", "예정", "(잠정)", "하반기"])


@st.composite
def dates(draw: st.DrawFn) -> When:
    shape = draw(st.sampled_from(["none", "month", "day", "open", "run", "days", "until"]))
    first, later = sorted([draw(MONTHS), draw(MONTHS)])
    note = draw(NOTES)
    day, last = sorted([draw(st.integers(1, 28)), draw(st.integers(1, 28))])
    match shape:
        case "month":
            return When(first, note=note)
        case "day":
            return When(first, day, note=note)
        case "open":
            return When(first, open_ended=True, note=note)
        case "run" if first != later:
            return When(first, None, later, note=note)
        case "days":
            return When(first, day, later if later.year != first.year else first, last, note=note)
        case "until":
            return When(None, None, later, note=note)
        case _:
            return When(note=note)


@given(dates())
def test_every_date_is_read_back(when: When) -> None:
    assert When.read(when.printed) == when


LINES = st.lists(
    st.sampled_from(["○ 상담 {상담}", "  - 세부", "    · 더", "  ※ 붙임", "◆ 대상 | 청년", "[표: 센터]", "이어짐"]),
    max_size=4,
).map("\n".join)
TITLES = st.sampled_from(["지원", "실태조사 {일정}", "전환"])
PLANS = st.builds(Planned, TITLES, dates(), LINES, st.booleans())


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    kind: Kind = draw(st.sampled_from(["gist", "text", "plans"]))
    project = draw(st.sampled_from(["", "센터", "쉼터"]))
    if kind == "gist":
        return Piece("gist", project, text=draw(LINES))
    heading = draw(st.sampled_from(["사업개요", "추진현황"]))
    plans = tuple(draw(st.lists(PLANS, min_size=1, max_size=3))) if kind == "plans" else ()
    return Piece(kind, project, heading, draw(LINES), plans)


@given(st.lists(pieces(), max_size=5))
def test_every_part_is_read_back(made: list[Piece]) -> None:
    text = write(made)
    again = read(text)
    assert write(again) == text
    assert [(each.kind, each.project, each.heading) for each in again] == [
        (each.kind, each.project, each.heading) for each in made
    ]
    assert [[(plan.title, plan.when, plan.done) for plan in each.milestones] for each in again] == [
        [(plan.title, plan.when, plan.done) for plan in each.milestones] for each in made
    ]


def _letters(text: str) -> list[str]:
    """All that is written, but for the signs of a heading, which stand alone where nothing follows them."""
    return sorted("".join(text.split()).replace("□", ""))


@given(st.text(st.sampled_from("○□-|[요지]{}~ 가\n"), max_size=60))
def test_any_text_is_read_and_nothing_of_it_lost(typed: str) -> None:
    text = write(read(typed))
    assert write(read(text)) == text
    assert _letters(text) == _letters(typed)


@pytest.mark.parametrize(
    ("text", "found"),
    [("○ 하나\n□ 둘", (2, "□")), ("[요지]", (1, "[요지]")), ("○ 가 | 나", (1, "|")), ("○ 가\n◆ 대상 | 청년", None)],
)
def test_a_piece_does_not_open_another(text: str, found: tuple[int, str] | None) -> None:
    assert misplaced(text) == found


def milestone(title: str) -> Planned:
    return next(each for piece in read(WRITTEN) for each in piece.milestones if each.title == title)


def test_a_milestone_is_done_or_gets_another_date_in_its_own_line() -> None:
    support = milestone("정규직 전환 지원")
    done = replanned(WRITTEN, support, done=True)
    assert done == WRITTEN.replace("'18. 7월~12월 중", "'18. 7월~12월 중 | 완료")
    later = replanned(WRITTEN, support, when=When.read("'19. 3월"))
    assert later == WRITTEN.replace("'18. 7월~12월 중", "'19. 3월")


def test_what_is_done_becomes_a_line_of_the_progress() -> None:
    moved = told_as_progress(WRITTEN, milestone("정규직 전환 지원"), "추진현황")
    assert moved == WRITTEN.replace("○ 정규직 전환 지원 | '18. 7월~12월 중\n  - 동향 모니터링\n", "").replace(
        "    ※ 협의 중\n", "    ※ 협의 중\n○ 정규직 전환 지원 ('18. 7월~12월 중)\n  - 동향 모니터링\n"
    )
    dated = told_as_progress(WRITTEN, milestone("실태조사 {일정} 실시"), "추진현황")
    assert "○ 실태조사 '18.12.11.~12. 실시\n□ 추진계획" in dated
    anew = told_as_progress(WRITTEN.replace("□ 추진현황", "□ 개요"), milestone("정규직 전환 지원"), "추진현황")
    assert "□ 추진현황\n○ 정규직 전환 지원 ('18. 7월~12월 중)\n  - 동향 모니터링\n□ 추진계획" in anew


def test_a_milestone_that_reads_otherwise_is_not_changed() -> None:
    with pytest.raises(NotAMilestone):
        planned_at(WRITTEN, 8, "다른 일정")
    assert planned_at(WRITTEN, 8, "정규직 전환 지원") == milestone("정규직 전환 지원")
