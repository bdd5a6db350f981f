"""What is said of a manuscript: open, answered, resolved."""

import pytest
from django.db import IntegrityError
from django.test import Client

from tests.reports.desk.writing import DESK, PART, keep, models, text_of


def test_a_remark_stands_with_its_line_and_is_answered_and_resolved(officer: Client, head: Client) -> None:
    text = text_of(officer)
    line = text.split("\n")[1]
    head.post(f"{PART}remark/", {"line": "2", "text": "근거를 확인해 주세요"})
    remark = models.ManuscriptRemark.objects.get()
    assert remark.line == line
    assert "의견 1건" in officer.get(DESK).content.decode()
    page = officer.get(PART).content.decode()
    assert "근거를 확인해 주세요" in page and "2번째 줄" in page

    officer.post(f"{PART}answer/", {"remark": remark.pk, "text": "확인했습니다"})
    keep(officer, f"□ 새 제목\n○ 한 줄\n{text}", text)
    page = head.get(PART).content.decode()
    assert "확인했습니다" in page and "4번째 줄" in page, "the remark follows its line"
    head.post(f"{PART}remark-resolved/", {"remark": remark.pk})
    assert "의견" not in officer.get(DESK).content.decode()
    again = head.post(f"{PART}answer/", {"remark": remark.pk, "text": "더"}, follow=True).content.decode()
    assert "이미 마친 의견입니다" in again


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"line": "999", "text": "가"}, "그 줄이 원고에 없습니다"),
        ({"text": "  "}, "의견을 적어 주세요"),
        ({"text": "가" * 501}, "500자까지"),
        ({"text": "가\0"}, "저장할 수 없는 글자"),
    ],
)
def test_what_cannot_be_kept_is_one_sentence(officer: Client, sent: dict[str, str], sentence: str) -> None:
    page = officer.post(f"{PART}remark/", sent, follow=True).content.decode()
    assert sentence in page
    assert not models.ManuscriptRemark.objects.exists()


def test_a_remark_on_another_part_is_not_found_here(officer: Client) -> None:
    officer.post(f"{DESK}labour/2/remark/", {"text": "여기"})
    remark = models.ManuscriptRemark.objects.get()
    assert officer.post(f"{PART}answer/", {"remark": remark.pk, "text": "더"}).status_code == 404


def test_the_database_keeps_no_empty_remark(officer: Client) -> None:
    officer.post(f"{PART}remark/", {"text": "여기"})
    with pytest.raises(IntegrityError, match="text_given"):
        models.ManuscriptRemark.objects.update(text="")
