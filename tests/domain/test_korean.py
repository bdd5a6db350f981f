import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seoulwork.domain.korean import Pair, particle

PAIRS: tuple[Pair, ...] = ("이/가", "을/를", "은/는", "과/와", "으로/로")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("목표", "가 를 는 와 로"),
        ("실적", "이 을 은 과 으로"),
        ("서울", "이 을 은 과 로"),  # ㄹ keeps 로
        ("10,774명", "이 을 은 과 으로"),
        ("1", "이 을 은 과 로"),
        ("2", "가 를 는 와 로"),
        ("3", "이 을 은 과 으로"),
        ("6", "이 을 은 과 으로"),
        ("1,000", "이 을 은 과 으로"),
        ("51%", "가 를 는 와 로"),
        ("23.5㎡", "가 를 는 와 로"),
        ("'청년'", "이 을 은 과 으로"),
        ("소요예산(시비)", "가 를 는 와 로"),
        ("PDF", "가 를 는 와 로"),
        ("XML", "이 을 은 과 로"),
        ("name", "이(가) 을(를) 은(는) 과(와) (으)로"),
        ("가방.", "이 을 은 과 으로"),
        ("?", "이(가) 을(를) 은(는) 과(와) (으)로"),
        ("", "이(가) 을(를) 은(는) 과(와) (으)로"),
    ],
)
def test_the_particle_fits_the_last_sound(word: str, expected: str) -> None:
    assert " ".join(particle(word, pair) for pair in PAIRS) == expected


@given(st.text(), st.sampled_from(PAIRS))
def test_every_word_gets_a_particle_of_the_pair(word: str, pair: Pair) -> None:
    with_final, without = pair.split("/")
    assert particle(word, pair) in {with_final, without, f"{with_final}({without})", "(으)로"}


@given(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")))
def test_all_particles_agree_on_whether_a_syllable_is_closed(syllable: str) -> None:
    closed = {particle(syllable, pair) == pair.split("/")[0] for pair in PAIRS if pair != "으로/로"}
    assert len(closed) == 1
    # A decomposed syllable has a third letter exactly when it is closed.
    assert closed == {len(unicodedata.normalize("NFD", syllable)) == 3}
    final = unicodedata.normalize("NFD", syllable)[2:]
    assert (particle(syllable, "으로/로") == "으로") == (final not in ("", "\N{HANGUL JONGSEONG RIEUL}"))
