"""A wrong entry of a data folder is told with its line, and nothing is written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from labour.models import (
    Programme,
)
from reports.loading import load_briefing_folder
from reports.models import Briefing
from seoulwork.data.datafile import DataFileError
from seoulwork.domain.notation import NotationError
from seoulwork.figures.models import Bureau
from tests.data.folders import PROGRAMME, change, is_empty, line_of

pytestmark = pytest.mark.django_db


Case = tuple[str, str, str, str]

WRONG: dict[str, Case] = {
    "an unknown key": ("    name: 무료노무상담", "    nmae: 무료노무상담", "nmae", "쓸 수 없는 항목입니다: 'nmae'"),
    "an unknown key of the programme": ("title: 노동권 보호", "title: 노동권 보호\ncolour: 빨강", "colour", "쓸 수 없는 항목입니다: 'colour'"),
    "a key twice": ("    name: 무료노무상담", "    name: 상담\n    name: 무료노무상담", "name: 무료노무상담", "'name'이(가) 두 번"),
    "an indicator twice": ("  누적상담:\n", "  이용:\n", "  이용:\n    unit: 건", "'이용'이 두 번"),
    "a comma in braces": ('{2018-06: "1,286"}', "{2018-06: 1,286}", "1,286", "값이 비어 있습니다. 쉼표가 든 숫자는"),
    "an empty value": ("title: 노동권 보호", "title:", "title:", "'title'의 값이 비어"),
    "a list for a key": ("title: 노동권 보호", "? [노동권]\n: 보호", "[노동권]", "이름 자리에는"),
    "a list for a title": ("title: 노동권 보호", "title: [노동권]", "title", "글이나 숫자 하나"),
    "a list for a text": ("    text: |\n      ○ 상담 : {상담} 실시\n        - 이용 {이용/청년} ({소요예산/시비})", "    text: [가, 나]", "text: [가", "글이나 숫자 하나"),
    "no title": ("title: 노동권 보호\n", "", "number: 1", "'title' 항목이 없습니다"),
    "another number than the file's": ("number: 1", "number: 2", "number: 2", "사업 번호 2가 파일 이름과 다릅니다"),
    "figures of what is worked out": ("    name: 무료노무상담", "    name: 무료노무상담\n    formula: 이용 + 이용", "actuals:", "다른 지표에서 셈하는 지표(formula)여서"),
    "a formula of what there is not": ("  누적상담:\n", "  합:\n    formula: 이용 + 없음\n  누적상담:\n", "formula:", "지표 '합'의 셈: '없음'은 없는 이름입니다."),
    "no number": ("2018-01~2018-05: 1,694", "2018-01~2018-05: 많음", "많음", "숫자가 아닙니다: '많음'"),
    "another unit": ("2018-01~2018-05: 1,694", "2018-01~2018-05: 1,694명", "1,694명", "단위 '건'에 맞지 않습니다"),
    "a dash": ("2018-01~2018-05: 1,694", "2018-01~2018-05: '-'", "'-'", "값이 없으면 줄을 두지"),
    "an amount without a unit": ('시비: "15,000백만원"', '시비: "15,000"', '시비: "15,000"', "금액의 단위가 없습니다: '15,000'"),
    "a negative target": ("      2018H1: 1,500", "      2018H1: △1,500", "△1,500", "목표는 0보다 작을 수 없습니다"),
    "a plan of eleven months": (', "3,000"]', ']', "2018: [250", "12개를 [ ] 안에 차례로 적습니다. 지금은 11개입니다."),
    "a negative plan": ("2018: [250,", "2018: [△250,", "2018: [△250", "월별 계획은 0보다 작을 수 없습니다"),
    "a plan of half a year": ("      2018: [250", "      2018H1: [250", "2018H1: [250", "월별 계획은 해마다 적습니다"),
    "a plan of no year": ("      2018: [250", "      올해: [250", "올해: [250", "'올해'는 기간이 아닙니다"),
    "a plan of a stock": ("    adds: 최근\n", "    adds: 최근\n    plans: {2018: [1]}\n", "plans: {2018: [1]}", "달마다 더하는 지표"),
    "a plan of another year's budget": ("    amount: 2,496백만원", "    amount: 2,496백만원\n    plans: {2019: [1백만원]}", "plans: {2019", "그 회계연도(2018년)의 달에만"),
    "a plan of a required budget": ("구비: \"104억원\"}", "구비: \"104억원\"}\n    plans: {2018: [1백만원]}", "소요예산:", "예산액이 하나인 예산에만"),
    "too large a number": ("2018-01~2018-05: 1,694", "2018-01~2018-05: 9000000000000000000", "9000000", "너무 큰 수"),
    "periods that overlap": ("2018-01~2018-05: 1,694", "2018-01~2018-06: 1,694", "value: 36", "기간이 겹치거나"),
    "a period twice": ("      2018H1: 1,500", "      2018-01~2018-12: 1,500", "2018-01~2018-12", "2018년의 값이 두 번"),
    "no period": ("      2018H1: 1,500", "      2018H3: 1,500", "2018H3", "'2018H3'은 기간이 아닙니다"),
    "a day that does not exist": ("as_of: 2018-06-27", "as_of: 2018-06-31", "2018-06-31", "날짜가 아닙니다"),
    "an unknown unit": ("    unit: 건\n    targets", "    unit: 마리\n    targets", "상담:", "등록된 단위가 아닙니다: '마리'"),
    "an unknown way of adding": ("adds: 비율", "adds: 곱", "adds: 곱", "쓸 수 없는 값입니다: '곱'. 쓸 수 있는 값: 합계, 최근, 평균, 비율"),
    "an unknown flow": ("flow: 상담", "flow: 상단", "flow: 상단", "'상단' 지표가 이 파일에 없습니다"),
    "a flow of no stock": ("adds: 최근\n    flow: 상담", "flow: 상담", "flow: 상담", "누계(최근) 지표에만"),
    "a ratio without its denominator": ("529/1,000", "52.9", "52.9", "소수 없이"),
    "a ratio of whole numbers": ("529/1,000", "529", "2018-06: 529", "분자/분모로"),
    "a ratio over zero": ("529/1,000", "529/0", "529/0", "분모는 0보다 커야 합니다"),
    "a month of a whole whose part has a run": ("  이용:\n    unit: 명\n    parts:\n      청년: {actuals: {2018-06: \"1,286\"}}", "  이용:\n    actuals: {2018-06: 3}\n    unit: 명\n    parts:\n      청년: {actuals: {2018H1: 5}}", "actuals: {2018-06: 3}", "세부 '청년'에 2018년 상반기(1월~6월) 값이 한 줄로 저장되어 있어"),
    "a month of a part whose whole has a run": ("  이용:\n    unit: 명", "  이용:\n    actuals: {2018H1: 5}\n    unit: 명", "청년: {actuals", "전체에 2018년 상반기(1월~6월) 값이 한 줄로 저장되어 있어"),
    "a quotient for a sum": ("2018-01~2018-05: 1,694", "2018-01~2018-05: 1/2", "1/2", "비율인 지표의 실적에만"),
    "a target as a quotient": ("      2018: 55", "      2018: 55/100", "55/100", "비율인 지표의 실적에만"),
    "a target with an as-of date": ("      2018: 55", "      2018: {value: 55, as_of: 2018-06-30}", "value: 55", "쓸 수 없는 항목입니다: 'as_of'"),
    "a slash in a part": ("      청년: {", "      청/년: {", "청/년", "/를 쓸 수 없습니다"),
    "a sign in a short name": ("  누적상담:", "  누적.상담:", "누적.상담", "기호를 쓸 수 없습니다"),
    "an indicator called like a budget": ("  누적상담:", "  소요예산:", "시비:", "이 이름의 지표가 있습니다"),
    "an unknown kind of budget": ("kind: 보조금", "kind: 보조", "kind: 보조", "쓸 수 없는 값입니다: '보조'"),
    "an unknown source of funds": ("구비:", "군비:", "군비", "재원이 아닙니다: '군비'"),
    "two amounts of one budget": ("    amount: 2,496백만원", "    amount: 2,496백만원\n    parts: {센터: 1원}", "보조금:", "가운데 하나만"),
    "a budget without an amount": ("    amount: 2,496백만원\n", "", "보조금:", "가운데 하나만"),
    "a negative budget": ("amount: 2,496백만원", "amount: △1원", "△1원", "규칙에 맞지 않습니다"),
    "more spent than committed": ("        spent: 1,157백만원", "        committed: 1원\n        spent: 2원", "2018-06-30", "보다 많습니다"),
    "more committed than there is": ("        spent: 1,157백만원", "        committed: 2,497백만원", "2018-06-30", "예산현액 2,496백만원보다 많습니다"),
    "an execution of another year": ("      2018-06-30:", "      2017-06-30:", "2017-06-30", "2017년의 집행을 적지 않습니다"),
    "an execution of a plan": ("    kind: 보조금", "    kind: 소요예산", "2018-06-30", "집행은 예산현액과 보조금에"),
    "a month of execution twice": ("        spent: 1,157백만원", "        spent: 1원\n      2018-06-29:\n        spent: 2원", "2018-06-29", "2018년 6월의 집행이 두 번"),
    "a budget of no year": ("    year: 2018\n    amount", "    year: 99999\n    amount", "amount: 2,496", ""),
    "an execution of no month": ("      2018-06-30:", "      0001-01-01:", "0001", "날짜가 아닙니다"),
    "an unknown figure": ("{상담} 실시", "{상단} 실시", "heading: 사업개요", "1번째 줄 8번째 글자: '상단'은 없는 이름입니다. 가까운 이름: 상담"),
    "an unknown part": ("{이용/청년}", "{이용/청넌}", "heading: 사업개요", "2번째 줄 8번째 글자: 지표 '이용'에 '청넌' 부분이 없습니다. 가까운 이름: 청년"),
    "an unknown aspect": ("{상담} 실시", "{상담.실젹} 실시", "heading: 사업개요", "'.실젹'은 없는 구분입니다. 가까운 이름: 실적"),
    "a unit of another kind": ("{상담} 실시", "{상담:억원} 실시", "heading: 사업개요", "'건'을 '억원'으로 바꿀 수 없습니다"),
    "an open brace": ("{상담} 실시", "{상담 실시", "heading: 사업개요", "1번째 줄 8번째 글자: 중괄호"),
    "the word for a date in a text": ("{상담} 실시", "{일정} 실시", "heading: 사업개요", "'일정'은 없는 이름입니다"),
    "an unknown figure in a milestone": ("평가위원회 개최", "평가위원회 {횟수} 개최", "평가위원회", "'횟수'는 없는 이름입니다"),
    "no date": ("when: 2018-12-11~2018-12-12", "when: 연말", "when: 연말", "일정이 아닙니다: '연말'"),
    "a month that does not exist": ("when: 2018-12-11~2018-12-12", "when: 2018-13", "2018-13", "2018년 13월은 없는 달입니다"),
    "a day that no month has": ("when: 2018-12-11~2018-12-12", "when: 2018-11-31", "평가위원회", "2018년 11월 31일은 없는 날입니다"),
    "days that run backwards": ("when: 2018-12-11~2018-12-12", "when: 2018-12-11~2018-12-10", "평가위원회", "끝이 시작보다 앞섭니다"),
    "months that run backwards": ("when: 2018-12-11~2018-12-12", "when: 2018-12~2018-11", "평가위원회", "끝이 시작보다 앞섭니다"),
    "an open date without a start": ("when: 2018-12-11~2018-12-12", "when: '~'", "평가위원회", "시작 달을 적어"),
    "neither yes nor no": ("when: 2018-12-11~2018-12-12", "done: 예", "done: 예", "yes나 no"),
    "a list where names belong": ("indicators:\n", "indicators:\n  - 상담\nx:\n", "indicators:", "'이름: 값'이 와야"),
    "an unknown table": ("○ 상담 : {상담} 실시", "[표: 노동자쉼더]", "heading: 사업개요", "1번째 줄 1번째 글자: '노동자쉼더'는 없는 표입니다. 가까운 이름: 노동자쉼터"),
    "a table in two texts": ("      - title: 포럼", "      - title: 하나\n        detail: '[표: 층별용도]'\n      - title: 둘\n        detail: '[표: 층별용도]'\n      - title: 포럼", "heading: 향후계획", "표 '층별용도'는 이 보고의 '노동권 보호 · 향후계획'에도 있습니다"),
    "a table beside words": ("○ 상담 : {상담} 실시", "○ [표: 층별용도]", "heading: 사업개요", "한 줄에 따로"),
    "a table in a title": ("평가위원회 개최", "'[표: 층별용도]'", "title: '[표", "여기에는 표를 둘 수 없습니다"),
    "a title of two lines": ("      - title: 평가위원회 개최", "      - title: |\n          평가위원회\n          개최", "title: |", "한 줄로 적고"),
    "a style that does not fit": ("{상담} 실시", "{상담:대1} 실시", "heading: 사업개요", "':대1' 모양이 맞지 않습니다"),
    "a relation of nothing": ("sections:\n", "relations:\n  - {kind: 이하, of: 없는것, to: 이용}\nsections:\n", "없는것", "'없는것' 지표가 없습니다"),
    "a relation of an unknown kind": ("sections:\n", "relations:\n  - {kind: 미만, of: 이용/청년, to: 이용}\nsections:\n", "미만", "쓸 수 없는 값입니다: '미만'"),
    "a relation of an unknown part": ("sections:\n", "relations:\n  - {kind: 이하, of: 이용/남성, to: 이용}\nsections:\n", "남성", "'이용' 지표에 '남성' 세부가 없습니다"),
    "a relation of two units": ("sections:\n", "relations:\n  - {kind: 이하, of: 이용, to: 상담}\nsections:\n", "kind: 이하", "단위가 서로 달라 견줄 수 없습니다: 명, 건"),
    "a relation to itself": ("sections:\n", "relations:\n  - {kind: 같은 값, of: 이용, to: 이용}\nsections:\n", "kind: 같은 값", "같은 수치끼리는 견주지 않습니다"),
    "a mean that is none": ("sections:\n", "relations:\n  - {kind: 하루 평균, of: 이용/청년, to: 이용}\nsections:\n", "kind: 하루 평균", "앞에 평균 지표를"),
    "a ratio of indicators": ("sections:\n", "relations:\n  - {kind: 이하, of: 이용/청년, to: 이용, ratio: '5:5'}\nsections:\n", "ratio", "비율은 '매칭 비율'에만"),
    "a ratio in words": ("sections:\n", "relations:\n  - {kind: 매칭 비율, of: 소요예산/시비, to: 소요예산/구비, ratio: 반반}\nsections:\n", "반반", "비율이 아닙니다: '반반'"),
    "a matching with no line": ("sections:\n", "relations:\n  - {kind: 매칭 비율, of: 소요예산/시비, to: 소요예산/국비, ratio: '5:5'}\nsections:\n", "국비", "'소요예산/국비' 예산 과목이 없습니다"),
    "no YAML": ("title: 노동권 보호", "title: 노동권: 보호", "title: 노동권:", "YAML 형식이 아닙니다"),
}  # fmt: skip


BY_RULES = {
    "a plan of a stock",
    "a plan of another year's budget",
    "periods that overlap",
    "an unknown unit",
    "a flow of no stock",
    "a sign in a short name",
    "an indicator called like a budget",
    "a negative budget",
    "a budget of no year",
    "a day that no month has",
    "days that run backwards",
    "months that run backwards",
    "an open date without a start",
    "a title of two lines",
    "a relation of two units",
    "a relation to itself",
    "a mean that is none",
}
"""Refused by the rules of a table, which the database works out. All else the loader refuses, whatever keeps the figures."""


@pytest.mark.parametrize(
    "wrong", [each if each in BY_RULES else pytest.param(each, marks=pytest.mark.any_engine) for each in WRONG]
)
def test_a_wrong_entry_is_told_with_its_line_and_nothing_is_written(folder: Path, wrong: str) -> None:
    old, new, place, sentence = WRONG[wrong]
    change(folder, old, new)
    with pytest.raises(DataFileError) as caught:
        load_briefing_folder(folder)
    assert sentence in str(caught.value)
    cause = caught.value.__cause__
    in_a_text = cause is not None and isinstance(cause.__cause__ or cause.__context__, NotationError)
    assert (isinstance(cause, ValidationError | IntegrityError) and not in_a_text) == (wrong in BY_RULES)
    last_line_of_place = place.splitlines()[0]
    lines = (folder / "labour/1.yaml").read_text(encoding="utf-8").splitlines()
    named = [f"labour/1.yaml {number}행:" for number, line in enumerate(lines, 1) if last_line_of_place in line]
    assert any(str(caught.value).startswith(each) for each in named), f"{caught.value} is none of {named}"
    assert is_empty()


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "sentence"),
    [
        ("briefing.yaml", "  month: 2018-07", "  month: 2018-7월", "2018-7월", "달이 아닙니다"),
        (
            "briefing.yaml",
            "  reference_month: 2018-06",
            "  reference_month: 2018-08",
            "briefing:",
            "보고 달보다 늦습니다",
        ),
        ("briefing.yaml", "  session:", "  sesion:", "sesion", "쓸 수 없는 항목입니다: 'sesion'"),
        (
            "briefing.yaml",
            "as_of: 2018-07-11",
            "as_of: 2018-08-01",
            "as_of",
            "기준일 2018-08-01이 보고 달(2018년 7월)보다 늦습니다",
        ),
        ("briefing.yaml", "  name: 일자리노동정책관", f"  name: {'가' * 61}", "bureau", "최대 60"),
        ("labour/division.yaml", "as_of: 2018-07-11", "as_of: 2018-08-02", "as_of", "기준일 2018-08-02가 보고 달"),
        (
            "briefing.yaml",
            "bureau:",
            "foo: 1\nbureau:",
            "foo",
            "쓸 수 없는 항목입니다: 'foo'. 쓸 수 있는 항목: briefing, bureau",
        ),
        ("labour/division.yaml", "goal:", "gaol: 1\ngoal:", "gaol", "쓸 수 없는 항목입니다: 'gaol'"),
        ("briefing.yaml", "teams: 15", "teams: 열다섯", "열다섯", "정수가 아닙니다"),
        ("briefing.yaml", "teams: 15", "teams: 99999999999999999999", "9999", "아홉 자리까지의 정수"),
        ("briefing.yaml", "teams: 15", "teams: 15\n  floors: 3", "floors", "쓸 수 없는 항목입니다: 'floors'"),
        ("labour/division.yaml", "6급: 9/11", "8급: 9/11", "8급", "읽을 수 없습니다: '8급: 9/11'"),
        ("labour/division.yaml", "6급: 9/11", "6급: 9", "6급: 9", "정원/현원"),
        ("labour/division.yaml", "6급: 9/11", "6급: 9/999999999999", "6급", "정원/현원"),
        ("labour/division.yaml", "  posts:", "  note: 없음\n  posts:", "note", "쓸 수 없는 항목입니다: 'note'"),
        ("labour/division.yaml", "functions:", "function:", "goal:", "'functions' 항목이 없습니다"),
        ("socialeconomy/division.yaml", "goal: 추진목표", f"goal: {'가' * 81}", "goal", "최대 80"),
    ],
)
def test_a_wrong_entry_of_the_other_files(
    folder: Path, file: str, old: str, new: str, place: str, sentence: str
) -> None:
    change(folder, old, new, file)
    with pytest.raises(DataFileError) as caught:
        load_briefing_folder(folder)
    assert str(caught.value).startswith(f"{file} {line_of(folder, place, file)}행: ")
    assert sentence in str(caught.value)
    assert not Briefing.objects.exists()
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    "path",
    ["labor/1.yaml", "labour/programme7.yaml", "labour/01.yaml", "labour/1.yml", "notes.txt", "labour/old/1.yaml"],
)
def test_a_path_that_is_no_file_of_the_folder_is_refused(folder: Path, path: str) -> None:
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text(PROGRAMME, encoding="utf-8")
    with pytest.raises(DataFileError, match="둘 수 없는 이름입니다") as caught:
        load_briefing_folder(folder)
    assert path.startswith(str(caught.value).split(" 1행:")[0])
    assert not Bureau.objects.exists()


@pytest.mark.any_engine
def test_the_printed_text_may_lie_beside_the_data(folder: Path) -> None:
    (folder / "printed.txt").write_text("인쇄된 글", encoding="utf-8")
    assert load_briefing_folder(folder).changed
    assert not is_empty()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.unlink(), "파일을 읽을 수 없습니다"),
        (lambda path: path.write_text(""), "파일이 비어 있습니다"),
        (lambda path: path.write_bytes("number: 1\ntitle: 노동권".encode("cp949")), "UTF-8로 저장된"),
        (lambda path: path.write_bytes(b"number: \x00"), "파일을 읽을 수 없습니다"),
    ],
)
def test_a_file_that_cannot_be_read(folder: Path, spoil: Callable[[Path], object], sentence: str) -> None:
    spoil(folder / "labour/division.yaml")
    with pytest.raises(DataFileError, match=rf"labour/division\.yaml 1행: .*{sentence}"):
        load_briefing_folder(folder)
    assert not Bureau.objects.exists()
