import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulwork.domain.clock import Period
from seoulwork.domain.fitting import check
from seoulwork.domain.notation import (
    RESERVED,
    Item,
    Names,
    NotationError,
    Operand,
    Reference,
    Style,
    check_name,
    name_of_programme,
    own_name,
    parse_line,
    parse_outline,
)
from seoulwork.domain.vocabulary import ASPECTS

words = (
    st.text(st.characters(exclude_characters=RESERVED, exclude_categories=["C", "Z"]), min_size=1, max_size=8)
    .filter(lambda word: not check_name(word))
    .filter(lambda word: len(word.splitlines()) == 1)
)
periods = st.sampled_from(["2018", "2019~2022", "2018H1", "2018-06", "2018-01~2018-06"])


def only(text: str) -> Reference:
    (reference,) = [piece for item in parse_outline(text) for piece in item.pieces if isinstance(piece, Reference)]
    return reference


def operand(name: str, part: list[str], aspect: str, run: str) -> str:
    return name + "".join(f"/{each}" for each in part) + (f".{aspect}" if aspect else "") + (f"@{run}" if run else "")


@given(words, st.lists(words, max_size=3), st.sampled_from(["", *ASPECTS]), st.one_of(st.just(""), periods))
def test_a_reference_is_read_as_it_was_written(name: str, part: list[str], aspect: str, run: str) -> None:
    found = only(f"○ 상담 {{{operand(name, part, aspect, run)}}} 실시")
    assert found.operands == (Operand(name, "/".join(part), aspect, Period.parse(run) if run else None),)
    assert found.style == Style()
    assert found.recorded is None


@given(
    words,
    words,
    st.lists(st.sampled_from(["값", "절대", "대1", "소수1", "억원"]), max_size=3, unique=True),
    st.sampled_from(["", "=51%"]),
)
def test_a_ratio_with_styles_and_a_recorded_figure(top: str, bottom: str, styles: list[str], recorded: str) -> None:
    shape = ":" + ",".join(styles) if styles else ""
    found = only(f"{{{top}÷{bottom}{shape}{recorded}}}")
    assert found.operands == (Operand(top), Operand(bottom))
    assert found.recorded == (recorded[1:] or None)
    if shape:
        assert found.style.bare == ("값" in styles)
        assert found.style.absolute == ("절대" in styles)
        assert found.style.to_one == ("대1" in styles)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("{상담:값}", Style(bare=True)),
        ("{증감:값,절대}", Style(bare=True, absolute=True)),
        ("{예산:억원}", Style(unit="억원")),
        ("{예산: 억원 , 소수1}", Style(unit="억원", decimals=1)),
        ("{경쟁률:대1}", Style(to_one=True)),
        ("{률:소수0}", Style(decimals=0)),
        ("{률:소수2}", Style(decimals=2)),
    ],
)
def test_reads_how_a_value_is_shown(text: str, style: Style) -> None:
    assert only(text).style == style


def test_a_figure_that_is_only_recorded() -> None:
    assert only("전체의 {=51%}") == Reference("=51%", recorded="51%", column=5)
    assert only("{보조금.집행률=51%}").recorded == "51%"


@given(st.text(st.characters(exclude_characters="{}", exclude_categories=["C"])))
def test_a_text_without_braces_is_plain(text: str) -> None:
    assert "".join(piece for piece in parse_line(text) if isinstance(piece, str)) == text


@given(st.lists(st.one_of(words, words.map(lambda word: f"{{{word}}}")), max_size=6))
def test_nothing_of_a_line_is_lost(pieces: list[str]) -> None:
    line = "".join(pieces)
    assert "".join(each if isinstance(each, str) else f"{{{each.source}}}" for each in parse_line(line)) == line
    for each in parse_line(line):
        if isinstance(each, Reference):
            assert line[each.column - 1 :].startswith(f"{{{each.source}}}")


@given(st.text())
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    try:
        parse_outline(text)
    except NotationError as error:
        broken = text.splitlines()[error.line - 1]
        assert broken[error.column - 1] in "{}"  # noqa: PT017  the place differs from text to text


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("○ 상담 {상담", 1, 6, "짝이 맞지 않습니다"),
        ("○ 상담\n  - 실시 상담}", 2, 10, "짝이 맞지 않습니다"),
        ("○ {상담} 실시} 중", 1, 10, "짝이 맞지 않습니다"),
        ("○ {상담} {실시 {취업}", 1, 8, "짝이 맞지 않습니다"),
        ("{}", 1, 1, "비어 있습니다"),
        ("{상담=}", 1, 1, "인쇄된 그대로"),
        ("{a÷b÷c}", 1, 1, "한 번만"),
        ("{상담.}", 1, 1, "읽을 수 없습니다"),
        ("{상담 + 취업÷대상}", 1, 1, "괄호로 묶어"),
        ("{상담:만,천}", 1, 1, "':천'의 앞에 같은 종류의 모양"),
        ("{/청년}", 1, 1, "읽을 수 없습니다"),
        ("{상담@2018.목표}", 1, 1, "읽을 수 없습니다"),
        ("○ {상담.목포}", 1, 3, "'.목포'는 없는 구분입니다. 가까운 이름: 목표"),
        ("○ {상담.실절}", 1, 3, "'.실절'은 없는 구분입니다"),
        ("○ {상담@2018H3}", 1, 3, "기간이 아닙니다"),
        ("○ {상담:억}", 1, 3, "':억'은 없는 모양입니다. 가까운 이름: 억원"),
        ("○ {상담:소수1,소수2}", 1, 3, "':소수2'의 앞에 같은 종류의 모양이 이미 있습니다"),
        ("○ {상담:천명,만명}", 1, 3, "':만명'의 앞에 같은 종류의 모양이 이미 있습니다"),
    ],
)
def test_what_breaks_the_notation_is_refused_with_line_and_column(
    text: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(NotationError, match=r"번째 줄 \d+번째 글자") as caught:
        parse_outline(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in caught.value.message


NAMES = Names(
    {
        "상담": frozenset({"청년", "민간/공공"}),
        "취업": frozenset(),
        "구매액": frozenset(),
        "취업률": frozenset(),
        "경쟁률": frozenset(),
    },
    {"소요예산": frozenset({"시비", "국비"})},
    {"상담": "명", "취업": "명", "구매액": "백만원", "취업률": "%", "경쟁률": ":1", "소요예산": "백만원"},
    frozenset({"취업률", "경쟁률"}),
    frozenset({"기술교육원", "포럼 프로그램"}),
)


@pytest.mark.parametrize(
    "text",
    [
        "{상담} {상담/청년} {상담/민간/공공.목표@2018:값} {상담:천명} {취업÷상담}",
        "{소요예산} {소요예산/시비:억원} {소요예산.집행률} {소요예산:원} {취업.달성률:소수0}",
        "{=51%} 글",
        "{구매액÷소요예산} {상담÷구매액:대1,소수2} {취업률:소수0,절대} {취업률.목표:값} {취업률.분자:소수0}",
        "{경쟁률:대1,소수2} {경쟁률.목표:소수0} {취업률.증감:값,절대} {소요예산.기준일} {구매액:억원,값,소수1}",
        "{상담 + 취업} {상담 − 취업:절대} {취업÷(상담 + 취업)} {구매액÷상담:만원,소수1} {상담:만,소수1} {소요예산.잔액:억원}",
        "글\n[표: 기술교육원]\n[표:포럼 프로그램]",
    ],
)
def test_known_names_are_taken(text: str) -> None:
    check(text, NAMES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{상단}", "'상단'은 없는 이름입니다. 가까운 이름: 상담."),
        ("{상담÷취직}", "'취직'은 없는 이름입니다. 가까운 이름: 취업, 취업률."),
        ("{상담/청넌}", "지표 '상담'에 '청넌' 부분이 없습니다. 가까운 이름: 청년."),
        ("{소요예산/구비}", "예산 '소요예산'에 '구비' 부분이 없습니다. 가까운 이름"),
        ("{상담.집행률}", "지표 '상담'에는 '.집행률'을 쓸 수 없습니다"),
        ("{소요예산.목표}", "예산 '소요예산'에는 '.목표'를 쓸 수 없습니다"),
        ("{상담:억원}", "'상담'의 단위 '명'을 '억원'으로 바꿀 수 없습니다. 쓸 수 있는 단위: 명, 천명, 만명."),
        ("{소요예산:개소}", "'소요예산'의 단위 '백만원'을 '개소'로 바꿀 수 없습니다"),
        ("{일정}", "'일정'은 없는 이름입니다"),
        ("{상담.분자}", "지표 '상담'에는 '.분자'를 쓸 수 없습니다"),
        (
            "{상담:대1}",
            "'{상담:대1}'에는 ':대1' 모양이 맞지 않습니다. 쓸 수 있는 모양: 값, 절대, 천, 만, 소수0, 소수1, 소수2.",
        ),
        ("{취업률:명}", "':명' 모양이 맞지 않습니다. 쓸 수 있는 모양: 절대, 소수0, 소수1, 소수2."),
        ("{취업률:값}", "':값' 모양이 맞지 않습니다"),
        ("{상담.달성률:천명}", "':천명' 모양이 맞지 않습니다"),
        ("{소요예산.집행률:값}", "':값' 모양이 맞지 않습니다"),
        ("{취업률.분자:명}", "':명' 모양이 맞지 않습니다"),
        ("{경쟁률:값}", "':값' 모양이 맞지 않습니다. 쓸 수 있는 모양: 대1, 절대"),
        ("{경쟁률:명}", "':명' 모양이 맞지 않습니다"),
        ("{상담.기준일:소수1}", "':소수1' 모양이 맞지 않습니다. 쓸 수 있는 모양: 해없이, 네자리, 띄움, 날짜."),
        ("{상담÷취업:명}", "':명' 모양이 맞지 않습니다"),
        ("{상담÷취업:대1,값}", "':값' 모양이 맞지 않습니다"),
        ("{상담 + 구매액}", "'상담'과 '구매액'은 단위가 달라 더하거나 뺄 수 없습니다"),
        ("{상담 − 취업률}", "'취업률'은 비율이어서 더하거나 뺄 수 없습니다"),
        ("{상담 + 취업.기준일}", "기준일은 더하거나 나눌 수 없습니다"),
        ("{취업률:만}", "':만' 모양이 맞지 않습니다"),
        ("{상담:천명,만}", "':만' 모양이 맞지 않습니다"),
        ("{구매액÷상담:명}", "'구매액'의 단위 '백만원'을 '명'으로"),
        ("{상담÷구매액}", "'상담'과 '구매액'은 단위가 달라 백분율이 없습니다"),
        ("{상담÷취업률.분모}", "단위가 달라 백분율이 없습니다"),
        ("{상담÷취업.기준일:대1}", "기준일은 더하거나 나눌 수 없습니다"),
    ],
)
def test_unknown_names_are_refused_with_their_place_and_the_nearest_ones(text: str, message: str) -> None:
    with pytest.raises(NotationError) as caught:
        check(f"○ 개요\n  - 총 {text}", NAMES)
    assert (caught.value.line, caught.value.column) == (2, 7)
    assert message in caught.value.message


def test_words_that_are_no_figures_are_taken_where_they_belong() -> None:
    check("{일정}", NAMES, frozenset({"일정"}))
    with pytest.raises(NotationError, match="이름만 적어"):
        check("{일정:소수1}", NAMES, frozenset({"일정"}))


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("[표: 기술교육웬]", 1, "'기술교육웬'은 없는 표입니다. 가까운 이름: 기술교육원."),
        ("  [표: 없음]", 3, "'없음'은 없는 표입니다."),
        ("○ [표: 기술교육원]", 3, "[표: 이름]은 다른 글 없이 한 줄에 따로"),
        ("[표: 기술교육원", 1, "[표: 이름]은 다른 글 없이 한 줄에 따로"),
        ("[표: ]", 1, "[표: 이름]은 다른 글 없이 한 줄에 따로"),
        ("[표: 포럼 프로그램]\n[표: 포럼 프로그램]", 1, "표 '포럼 프로그램'이 두 번 나옵니다."),
    ],
)
def test_tables_that_do_not_exist_or_stand_wrong_are_refused_with_their_place(
    line: str, column: int, message: str
) -> None:
    with pytest.raises(NotationError) as caught:
        check(f"○ 개요\n{line}", NAMES)
    assert (caught.value.line, caught.value.column) == (1 + len(line.splitlines()), column)
    assert message in caught.value.message


def test_a_table_stands_only_where_there_is_room_for_it() -> None:
    with pytest.raises(NotationError, match="여기에는 표를 둘 수 없습니다"):
        check("[표: 기술교육원]", NAMES, places_tables=False)
    with pytest.raises(NotationError, match="여기에는 글에 두는 표가 없습니다"):
        check("[표: 기술교육원]", Names())


def test_marks_give_the_level_and_indents_do_not() -> None:
    text = "○ 하나\n      - 둘\n· 셋\n  ※ 셋의 주\n- 둘\n  ※ 둘의 주\n▶ 비고\n※ 비고의 주\n\n글\n① 번호\n◆ 상자"
    assert [(item.mark, item.level) for item in parse_outline(text)] == [
        ("○", 0),
        ("-", 1),
        ("·", 2),
        ("※", 3),
        ("-", 1),
        ("※", 2),
        ("▶", 1),
        ("※", 2),
        ("", 0),
        ("①", 0),
        ("◆", 0),
    ]


def test_tables_and_labelled_lines() -> None:
    assert parse_outline("[표: 기술교육원]") == (Item("", 0, table="기술교육원"),)
    (item,) = parse_outline("◆ 운영시간 | 평일 {시작}~{끝}")
    assert (item.mark, item.label) == ("◆", "운영시간")
    assert [piece.column for piece in item.pieces if isinstance(piece, Reference)] == [13, 18]


@pytest.mark.parametrize("name", ["상담", "취업 인원", "서울형 강소기업(누적)", "1차 모집", "A+B", "취업-창업"])
def test_names_that_can_be_used(name: str) -> None:
    assert check_name(name) == ""


@pytest.mark.parametrize(
    "name",
    ["", " ", " 상담", "상담 ", "가 + 나", "가 − 나", "가 - 나", "(가) 나", *(f"상{sign}담" for sign in RESERVED)],
)
def test_names_that_cannot_be_used(name: str) -> None:
    assert check_name(name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("노동권의 보호체계 강화", "노동권의 보호체계 강화›상담"),
        ("(가칭) 시·구 협력 + 창출 1.0/{국제}", "가칭) 시·구 협력 창출 1 0 국제›상담"),
    ],
)
def test_a_programmes_figure_is_called_by_its_title_in_texts_of_none(title: str, name: str) -> None:
    assert name_of_programme(title, "상담") == name
    (piece,) = parse_line(f"{{{name}/청년.목표@2017}}")
    assert isinstance(piece, Reference)
    assert piece.operands[0].name == name
    assert own_name(name) == own_name("상담") == "상담"
