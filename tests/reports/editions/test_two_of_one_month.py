"""Two briefings of one month, for two committees: each has its own texts, addresses, files and answers."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from reports.editions.publishing import publish
from reports.loading import load_briefing_folder
from reports.models import Briefing
from seoulwork.accounts.models import Role
from seoulwork.audit.actions import Action
from seoulwork.audit.links import place
from seoulwork.audit.models import Event
from seoulwork.data.datafile import DataFileError
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.periods import Month, PeriodError
from seoulwork.figures.divisions import division
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import run
from tests.conftest import UNREAD

JULY = Month(2018, 7)
COVER = {
    "month": "2018-07",
    "kind": "audit",
    "reference_month": "2018-06",
    "plan": "same",
    "session": "제282회 시의회 임시회",
    "committee": "행정자치위원회",
    "title": "2018 행정사무감사 보고",
    "vision": "시민행복 일자리 도시 서울",
    "reason": "",
}


@pytest.fixture
def client(briefing_data: None, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> Client:
    client = signed_in(Role.ADMINISTRATOR)
    page = client.post("/briefings/add/", COVER | {"source": Briefing.objects.get().pk}, follow=True)
    assert "2018 행정사무감사 보고 (2018년 7월, 2번째) 준비를 시작했습니다" in page.content.decode()
    return client


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.any_engine
def test_each_has_its_own_pages_texts_and_files(client: Client, signed_in: Callable[..., Client]) -> None:
    first, second = Briefing.objects.all()
    assert [str(each.name) for each in (first, second)] == ["2018-07", "2018-07-2"]
    page = read(client, "/briefings/")
    assert "행정사무감사 · 제282회 시의회 임시회 · 행정자치위원회" in page
    assert "/briefings/2018-07-2/desk/" in page
    officer = signed_in(Role.OFFICER, "labour")
    address = "/briefings/2018-07-2/desk/labour/1/"
    base = officer.get(address).context["text"]
    officer.post(address, {"text": f"{base}\n□ 감사 처리결과\n○ 둘째 보고에만 있는 줄", "base": base})
    assert "둘째 보고에만 있는 줄" in read(client, "/briefings/2018-07-2/")
    assert "둘째 보고에만 있는 줄" not in read(client, "/briefings/2018-07/")
    assert "둘째 보고에만 있는 줄" not in officer.get("/briefings/2018-07/desk/labour/1/").context["text"]
    checks = read(client, "/briefings/2018-07-2/checks/")
    assert "/briefings/2018-07-2/desk/labour/" in checks
    assert "/briefings/2018-07/desk/" not in checks
    event = Event.objects.get(action=Action.MANUSCRIPT_WRITTEN)
    assert "2018년 7월, 2번째" in event.subject
    assert place(event) == "/briefings/2018-07-2/"


@pytest.mark.any_engine
def test_each_is_drafted_and_published_by_itself(
    client: Client, signed_in: Callable[..., Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whose draft it is matters here, not what stands on its paper.
    monkeypatch.setattr("reports.editions.drafts.render", lambda document, kind: UNREAD[kind])
    first, second = Briefing.objects.all()
    client.get("/briefings/2018-07-2/download/pdf/")
    run(Task.objects.get(kind="draft").pk)
    assert (first.drafts.count(), second.drafts.count()) == (0, 1)
    response: Any = client.get("/briefings/2018-07-2/drafts/pdf/file/")
    assert "_2018-07-2." in response["Content-Disposition"]
    client.post("/briefings/2018-07-2/publish/", {"reason": "시험"})
    assert "만들고 있습니다" not in read(client, "/briefings/2018-07/publish/")
    run(Task.objects.get(kind="publish").pk)
    council = signed_in(Role.COUNCIL)
    assert council.get("/briefings/2018-07/").status_code == 404
    assert "2018 행정사무감사 보고" in read(council, "/briefings/2018-07-2/")
    publish(first, None, reason="시험")
    for name in ("2018-07", "2018-07-2"):
        call_command("render_briefing", name, format="html", output=tmp_path / name)
    assert "2018 행정사무감사 보고" in (tmp_path / "2018-07-2").read_text()
    assert "2018 행정사무감사 보고" not in (tmp_path / "2018-07").read_text()


def test_one_is_discarded_and_the_other_stays(client: Client) -> None:
    form = client.get("/briefings/2018-07-2/discard/").context["form"]
    client.post("/briefings/2018-07-2/discard/", {"reason": "잘못 시작", "seen": form.initial["seen"]})
    assert str(Briefing.objects.get().name) == "2018-07"
    assert client.get("/briefings/2018-07-2/").status_code == 404
    models = division("labour").models
    assert models.Passage.objects.of_briefing(BriefingName(JULY)).exists()
    assert not models.Passage.objects.of_briefing(BriefingName(JULY, 2)).exists()


@pytest.mark.any_engine
def test_the_same_cover_is_refused(client: Client) -> None:
    page = client.post("/briefings/add/", COVER, follow=True).content.decode()
    assert "종류, 회기, 위원회가 같은 업무보고가 이미 있습니다" in page
    form = client.get("/briefings/2018-07/cover/").context["form"]
    changed = COVER | {"seen": form.fields["seen"].initial, "reason": "위원회가 다름"}
    page = client.post("/briefings/2018-07/cover/", changed, follow=True).content.decode()
    assert "종류, 회기, 위원회가 같은 업무보고가 이미 있습니다" in page
    assert Briefing.objects.count() == 2


@pytest.mark.any_engine
def test_a_folder_says_which_briefing_it_is_of(client: Client, tmp_path: Path) -> None:
    folder = copytree(settings.BASE_DIR / "fixtures/2018-07", tmp_path / "2018-07")
    with pytest.raises(DataFileError, match=r"이미 있어 어느 것인지 알 수 없습니다.*2: 행정사무감사"):
        load_briefing_folder(folder)
    text = (folder / "briefing.yaml").read_text()
    (folder / "briefing.yaml").write_text(text.replace("  month: 2018-07\n", "  month: 2018-07\n  number: 1\n"))
    assert load_briefing_folder(folder).changed == 0
    third = "  month: 2018-07\n  number: 3\n  kind: 예산결산\n"
    (folder / "briefing.yaml").write_text(text.replace("  month: 2018-07\n", third))
    load_briefing_folder(folder)
    made = Briefing.objects.get(number=3)
    assert made.kind == "settlement"
    counts = [
        division("labour").models.Passage.objects.of_briefing(each.name).count() for each in Briefing.objects.all()
    ]
    assert counts[0] == counts[2]


@pytest.mark.any_engine
@pytest.mark.parametrize("line", ["  kind: 월례보고\n", "  number: 0\n", "  number: 100\n", "  number: 둘\n"])
def test_a_folder_with_a_wrong_name_is_refused(client: Client, tmp_path: Path, line: str) -> None:
    folder = copytree(settings.BASE_DIR / "fixtures/2018-07", tmp_path / "2018-07")
    text = (folder / "briefing.yaml").read_text()
    (folder / "briefing.yaml").write_text(text.replace("  month: 2018-07\n", f"  month: 2018-07\n{line}"))
    with pytest.raises(DataFileError, match=r"briefing\.yaml 3행"):
        load_briefing_folder(folder)


@pytest.mark.any_engine
def test_other_addresses_are_none(client: Client) -> None:
    for address in ("2018-07-1", "2018-07-02", "2018-07-0", "2018-07-100", "2018-13-2", "2018-07-3"):
        assert client.get(f"/briefings/{address}/").status_code == 404, address


@pytest.mark.parametrize("text", ["2018-07-1", "2018-7", "2018", "2018-13", "칠월", ""])
def test_what_names_no_briefing(text: str) -> None:
    with pytest.raises(PeriodError):
        BriefingName.parse(text)


def test_a_name_is_read_as_it_is_written() -> None:
    for name in (BriefingName(JULY), BriefingName(JULY, 2), BriefingName(JULY, 99)):
        assert BriefingName.parse(str(name)) == name
