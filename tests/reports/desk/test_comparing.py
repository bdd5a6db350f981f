"""Two texts held against each other: nothing of either is lost or made up."""

from hypothesis import given
from hypothesis import strategies as st

from reports.desk.comparing import compared, marked_words

TEXTS = st.lists(
    st.sampled_from(["○ 교육 4회 운영", "○ 교육 5회 운영", "- 대상 : 청년", "※ 협의 중", ""]), max_size=6
).map("\n".join)


@given(TEXTS, TEXTS)
def test_the_lines_of_each_text_come_in_their_order(old: str, new: str) -> None:
    found = compared(old, new)

    def said(*signs: str) -> list[str]:
        return ["".join(word for word, _ in each.words) for each in found if each.sign in signs]

    assert said("same", "old") == old.splitlines()
    assert said("same", "new") == new.splitlines()


def test_only_the_words_that_differ_are_marked() -> None:
    before, after = marked_words("○ 교육 4회 운영", "○ 교육 15회 운영")
    assert "".join(word for word, changed in before if changed) == "4회"
    assert "".join(word for word, changed in after if changed) == "15회"
    assert marked_words("같은 줄", "같은 줄") == ((("같은 줄", False),), (("같은 줄", False),))


def test_a_changed_line_stands_beside_what_it_was() -> None:
    assert [each.sign for each in compared("가\n나 1\n다", "가\n나 2\n다")] == ["same", "old", "new", "same"]
    assert [each.sign for each in compared("가\n나", "가")] == ["same", "old"]
