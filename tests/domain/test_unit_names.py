"""What a unit that a page adds may be called."""

import pytest

from seoulwork.domain.korean import particle
from seoulwork.domain.unit_names import problem_of
from seoulwork.domain.units import Unit
from seoulwork.domain.vocabulary import UNITS


@pytest.fixture(autouse=True)
def tonnes() -> None:
    UNITS.give([Unit("톤", "톤", 1)])


@pytest.mark.parametrize(
    ("name", "base", "factor"),
    [
        ("면", "면", 1),
        ("천톤", "톤", 1_000),
        ("십억원", "원", 10**9),
        ("명/년", "명/년", 1),
        ("㎥", "㎥", 1),
        ("kWh", "kWh", 1),
    ],
)
def test_such_a_unit_can_be_added(name: str, base: str, factor: int) -> None:
    assert problem_of(name, base, factor) == ""


@pytest.mark.parametrize(
    ("name", "base", "factor", "told"),
    [
        ("", "", 1, "단위 이름이 될 수 없습니다"),
        ("두 면", "두 면", 1, "단위 이름이 될 수 없습니다"),
        ("2면", "2면", 1, "단위 이름이 될 수 없습니다"),
        ("면}", "면}", 1, "단위 이름이 될 수 없습니다"),
        ("면,명", "면,명", 1, "단위 이름이 될 수 없습니다"),
        ("가" * 11, "가" * 11, 1, "단위 이름이 될 수 없습니다"),
        ("ｋｇ", "ｋｇ", 1, "단위 이름이 될 수 없습니다"),
        ("값", "값", 1, "다른 뜻으로 쓰는 말"),
        ("소수점", "소수점", 1, "다른 뜻으로 쓰는 말"),
        ("해없이", "해없이", 1, "다른 뜻으로 쓰는 말"),
        ("천", "천", 1, "다른 뜻으로 쓰는 말"),
        ("월", "월", 1, "다른 뜻으로 쓰는 말"),
        ("면", "면", 10, "새로 세는 단위의 배수는 1입니다"),
        ("묶음", "톤", 0, "몇 배인지는 1부터"),
        ("묶음", "없음", 10, "배수의 바탕이 되는 단위가 아닙니다"),
        ("묶음", "천명", 10, "배수의 바탕이 되는 단위가 아닙니다"),
        ("천톤", "천톤", 1, "'톤'의 1,000배로 읽힙니다"),
        ("백만명", "명", 1_000, "'명'의 1,000,000배로 읽힙니다"),
    ],
)
def test_another_is_refused_with_what_to_do(name: str, base: str, factor: int, told: str) -> None:
    assert told in problem_of(name, base, factor)


@pytest.mark.parametrize(
    ("name", "subject", "way"),
    [
        ("톤", "이", "으로"),
        ("호", "가", "로"),
        ("면", "이", "으로"),
        ("㎥", "가", "로"),
        ("kg", "이", "으로"),
        ("kWh", "가", "로"),
        ("t", "이", "으로"),
    ],
)
def test_the_particle_behind_it_is_the_right_one(name: str, subject: str, way: str) -> None:
    assert (particle(f"3{name}", "이/가"), particle(f"3{name}", "으로/로")) == (subject, way)
