"""Which rows of a month's page are shown, by its address; what is not shown is neither written nor lost. One's own come first."""

import re
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from seoulwork.domain.periods import Month
from seoulwork.entry.due import due
from seoulwork.figures.divisions import Division
from tests.entry.browsing import Month2018
from tests.entry.conftest import People

pytestmark = pytest.mark.django_db
PAGE = "/entry/programmes/2018-07/"


def names(client: Client, query: str = "") -> list[str]:
    """The rows that are shown."""
    page = client.get(PAGE + query).content.decode()
    return [re.sub("<[^>]+>", "", each) for each in re.findall(r'<th scope="row".*?</th>', page)]


def cell_of(own: Division, name: str) -> str:
    what = due(own, Month(2018, 7))
    return next(str(each.cells[0]) for each in what.nodes if each.name == name)


def stored(own: Division) -> dict[str, int]:
    rows = own.models.Actual.objects.current().filter(first_month=201807).select_related("indicator")
    return {each.indicator.short_name: each.value for each in rows if each.part_id is None}


@pytest.mark.any_engine
def test_rows_are_narrowed_by_the_address(july: Division, people: People, client_of: Any) -> None:
    officer = client_of(people.officer)
    everything = names(officer)
    assert names(officer, "?rows=none&q=") == everything
    assert names(officer, "?q=상담") == ["상담"]
    assert names(officer, "?q=청년 취업") == ["취업"]
    # An indicator stays with its parts, a budget line with both its amounts.
    assert names(officer, "?q=대관") == ["공간이용", "스터디룸", "대관이용"]
    assert names(officer, "?q=지출") == ["예산현액 원인행위액", "예산현액 지출액"]
    assert names(officer, "?rows=blank") == everything
    assert names(officer, "?rows=warned") == []
    page = officer.get(f"{PAGE}?rows=warned").content.decode()
    assert "찾는 줄이 없습니다" in page
    assert f"{len(everything)}줄 가운데" in page
    assert names(officer, "?check=yes&q=상담") == everything


def test_a_filtered_form_writes_what_it_shows_alone(july: Division, people: People, client_of: Any) -> None:
    """Without scripts: what is hidden keeps what is stored, and after saving the page is narrowed as before."""
    officer, counselled, placed = client_of(people.officer), cell_of(july, "상담"), cell_of(july, "취업")
    officer.post(PAGE, {placed: "7", f"seen-{placed}": ""})
    assert stored(july) == {"취업": 7}
    assert "상담" in names(officer, "?rows=blank")
    assert "취업" not in names(officer, "?rows=blank")
    answer = officer.post(f"{PAGE}?q=상담", {counselled: "5", f"seen-{counselled}": ""})
    assert answer.headers["Location"] == f"{PAGE}?q=%EC%83%81%EB%8B%B4"
    assert stored(july) == {"취업": 7, "상담": 5}
    # What can't be saved stays to be mended, though the row is no longer one of those asked for.
    wrong = officer.post(f"{PAGE}?rows=blank", {counselled: "다섯", f"seen-{counselled}": ""})
    assert wrong.status_code == 422
    assert 'value="다섯"' in wrong.content.decode()


def test_one_s_own_come_first_and_may_be_all_that_is_shown(july: Division, people: People, client_of: Any) -> None:
    """Of an indicator who is named; else who is named for its programme, as for its budgets."""
    models = july.models
    models.Programme.objects.update(responsible=people.officer)
    models.Indicator.objects.filter(short_name="취업").update(responsible=people.colleague)
    officer, colleague = client_of(people.officer), client_of(people.colleague)
    assert names(officer)[0] == "상담"
    assert names(client_of(people.head))[0] == "일자리"
    assert names(colleague, "?rows=mine") == ["취업"]
    assert "취업" not in names(officer, "?rows=mine")
    assert "카페" in names(officer, "?rows=mine")


def test_who_may_be_named(july: Division, people: People, client_of: Any) -> None:
    """Accounts of the division. Who was named stays to be chosen after leaving it."""
    programme = july.models.Programme.objects.get()
    address = f"/lists/programmes/programmes/{programme.pk}/"
    administrator = client_of(people.administrator)

    def choices() -> set[str]:
        field = administrator.get(address).context["form"].fields["responsible"]
        return {each.username for each in field.queryset}

    assert choices() == {"officer1", "officer2", "head1"}
    programme.responsible = people.stranger
    programme.save()
    assert choices() == {"officer1", "officer2", "head1", "officer3"}


@pytest.mark.any_engine
def test_in_the_browser_a_narrowed_page_saves_and_pastes_into_what_it_shows(month: Month2018) -> None:
    """A block of more rows than are shown is refused whole; one that fits is written, and the hidden rows stay as they are."""
    page = month.page
    page.get_by_label("찾기").fill("취업률")
    page.get_by_role("button", name="보기", exact=True).click()
    expect(page.locator("tbody tr[id]")).to_have_count(1)
    expect(page.locator("body[data-ready=entry]")).to_be_attached()
    month.paste("취업자", "1\t2\r\n3\t4\r\n")
    expect(page.locator("#alerts")).to_contain_text("이 칸부터 아래로는 1행뿐입니다")
    month.paste("취업자", "34\t60\r\n")
    month.all_saved()
    page.get_by_role("link", name="모두 보기").click()
    expect(month.cell("취업자")).to_have_value("34.0")
    expect(month.cell("상담")).to_have_value("")
