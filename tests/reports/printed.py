"""The printed document of July 2018, cut into its parts, and how its numbers are counted."""

import re
from collections import Counter
from pathlib import Path

PRINTED = Path(__file__).resolve().parents[2] / "fixtures/2018-07/printed.txt"

STARTS = {
    "part-1": "I . 일반현황",
    "part-2": "II. 비전 및 목표",
    "part-3": "Ⅲ. 주요업무 보고",
    "programmes-1": "1 일생활균형 서울형 강소기업 지원",
    "programmes-2": "청년 체감 일자리 종합서비스 확대 운영",
    "programmes-3": "뉴딜일자리 참여자 지원 및 민간일자리 발굴 강화",
    "programmes-4": "민간협력을 통한 청년 일자리 발굴",
    "programmes-5": "5 사·구 상향적·협력적 일자리 창출사업 추진",
    "programmes-6": "6 **취약계층을 위한 공공근로사업 추진**",
    "programmes-7": "서울시 기술교육원 운영",
    "programmes-8": "2018년 좋은 일자리도시 국제포럼 개최",
    "goal-2": "2. 시민의 삶을 바꾸는 노동존중 구현",
    "labour-1": "1 비정규직의 정규직화 확산",
    "labour-2": "노동시간 단축 추진",
    "labour-3": "3 노동존중문화의 상징 「전태일 기념관」 개관 준비",
    "labour-4": "4 서울지역 노동단체 지원",
    "labour-5": "5 사각지대 노동자 보호 강화",
    "labour-6": "6 노동권의 보호체계 강화",
    "goal-3": "3. 사회적경제 성과 가시화",
    "socialeconomy-1": "1 체계적인 종합지원으로 사회적경제기업 육성",
    "socialeconomy-2": "2 자치구 사회적경제 생태계 조성 지원",
    "socialeconomy-3": "3 사회적금융 활성화를 위한 사회투자기금 운영",
    "socialeconomy-4": "사회성과보상사업(SIB) 활성화",
    "socialeconomy-5": "5 소셜벤처 지원체계 구축",
    "socialeconomy-6": "6 공정무역 도시, 서울 추진",
    "socialeconomy-7": "국제사회적경제 연대 활성화로 서울시 국제 위상 제고",
}
"""The line with which each part begins, in printed order. Goals 2 and 3 only end the programme before them."""

CHECKED = [key for key in STARTS if not key.startswith(("part-3", "goal"))]
"""Ⅰ, Ⅱ and the 21 programmes."""


def parts() -> dict[str, str]:
    """The text of each part. Raises ValueError when one begins nowhere."""
    lines = PRINTED.read_text(encoding="utf-8").splitlines()
    at: dict[str, int] = {}
    begin = 0
    for key, start in STARTS.items():
        begin = lines.index(start, begin + 1)
        # A programme's number may stand on a line of its own before the title.
        before = next(number for number in range(begin - 1, -1, -1) if lines[number].strip())
        at[key] = before if lines[before].strip().isdigit() else begin
    ends = [*list(at.values())[1:], len(lines)]
    return {key: "\n".join(lines[start:end]) for (key, start), end in zip(at.items(), ends, strict=True)}


_MEASURE = re.compile(r"\d+\.\d+(?=\s*(?:%|㎡|:1|건|m))")
_WHOLE = re.compile(r"\d+")


def numbers(text: str) -> Counter[str]:
    """Every number with its count: commas dropped, decimals of measures kept whole, dates as their single numbers
    (`'18. 7월` and `'18.7월` are the same)."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    found = Counter(_MEASURE.findall(plain))
    return found + Counter(_WHOLE.findall(_MEASURE.sub(" ", plain)))


def table_numbers(text: str) -> Counter[str]:
    """The numbers of the tab-separated lines: the tables of a part."""
    return numbers("\n".join(line for line in text.splitlines() if "\t" in line))
