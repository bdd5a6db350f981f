"""Units that administrators add: wherever a unit is chosen or read, they are."""

import html
import json
import re
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from labour.models import Indicator, Passage, Programme
from reports.desk.editing import shapes
from reports.typed import is_measure, numbers, unit_behind
from seoulwork.accounts.models import Role
from seoulwork.audit.models import Event
from seoulwork.domain.numbers import parse_number
from seoulwork.domain.vocabulary import UNITS
from seoulwork.figures import units
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Unit
from seoulwork.figures.texts import check_texts
from seoulwork.pages.versions import version
from seoulwork.workbook.lists.books import BOOKS
from seoulwork.workbook.reading.frame import units_said, words_in


@pytest.fixture
def administrator(briefing_data: None, signed_in: Callable[..., Client]) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def told(client: Client, address: str, **sent: str) -> str:
    page = client.post(address, {"reason": "새 지표", **sent}, follow=True).content.decode()
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def add(client: Client, name: str, base: str = "", factor: str = "1") -> str:
    return told(client, reverse("unit_add"), name=name, base=base, factor=factor)


def kept(client: Client, unit: Unit, **sent: str) -> str:
    unit.refresh_from_db()
    return told(client, reverse("unit_change", args=[unit.pk]), **{"seen": version(unit), "name": unit.name, **sent})


def removed(client: Client, unit: Unit) -> str:
    return told(client, reverse("unit_remove", args=[unit.pk]), seen=version(unit))


@transaction.atomic
def count_in(unit: str, row: Indicator) -> None:
    Indicator.objects.filter(pk=row.pk).update(unit=unit)
    connection.check_constraints()


def test_a_unit_that_is_added_is_offered_and_read_everywhere(administrator: Client) -> None:
    assert "단위를 추가했습니다: 톤" in add(administrator, "톤")
    assert "단위를 추가했습니다: 천톤" in add(administrator, "천톤", "톤", "1000")
    assert "'톤'의 1,000배로 읽힙니다" in add(administrator, "천톤", "", "1")
    assert "같은 이름의 단위가 이미 있습니다" in add(administrator, "톤")
    assert [str(each) for each in Unit.objects.added()] == ["톤", "천톤"]

    assert "(선택)" not in administrator.get(reverse("unit_add")).content.decode().split('name="name"')[0]
    listed = administrator.get(reverse("units")).content.decode()
    assert listed.index(">천톤<") < listed.index(">가구<")  # what was added comes first

    new = reverse("list_add", args=["labour", "indicators"])
    assert '<option value="천톤">천톤</option>' in administrator.get(new).content.decode()
    programme = Programme.objects.get(number=1)
    sent = {
        "programme": str(programme.pk),
        "short_name": "재활용",
        "name": "재활용품 수거",
        "unit": "천톤",
        "decimals": "1",
    }
    rules = {"accumulation": "sum", "frequency": "monthly", "asking": "usual", "position": "90"}
    assert "추가했습니다: 재활용품 수거" in told(administrator, new, **sent, **rules)
    row = Indicator.objects.get(short_name="재활용")

    month = administrator.get(reverse("entry_month", args=["labour", "2018-07"])).content.decode()
    data = re.search(r'<script id="entry-data"[^>]*>(.*?)</script>', month, re.DOTALL)
    assert data
    assert json.loads(data[1])["units"]["천톤"] == ["톤", 1000]
    assert re.search(r"재활용품 수거.{0,400}천톤", month, re.DOTALL)
    (tab, *_) = BOOKS["indicators"].tabs(division("labour"), {"year": "2018", "run": "2018"})
    assert any("천톤" in column.choices for column in tab().columns if column.key == "unit")
    assert parse_number("△1,234.5톤", "천톤", 4) == -12_345_000
    assert ("천톤", "천톤으로") in shapes()
    passage = Passage.objects.filter(programme=programme).first()
    assert passage is not None
    passage.text = "○ 재활용 {재활용:톤}"
    check_texts(passage)
    (typed,) = numbers("모두 1,234톤을 모았다")
    assert unit_behind("모두 1,234톤을 모았다", typed) == "톤"
    assert is_measure("모두 1,234톤을 모았다", typed)
    assert units_said("(단위: 천톤)") == ("천톤",)
    assert words_in("수거량 천톤으로 환산").bare_units == ("천톤",)
    with CaptureQueriesContext(connection) as queries:
        assert "톤" in UNITS
    assert len(queries) == 0

    with pytest.raises(IntegrityError):
        count_in("없는것", row)


def test_a_unit_in_use_stays_and_another_name_tells_what_it_changes(administrator: Client) -> None:
    add(administrator, "톤")
    add(administrator, "천톤", "톤", "1000")
    tonne, thousand = Unit.objects.get(name="톤"), Unit.objects.get(name="천톤")
    assert "이 단위의 배수(천톤)에서 쓰고 있어 지울 수 없습니다" in removed(administrator, tonne)
    row = Indicator.objects.filter(programme__number=1, accumulation="sum").earliest("pk")
    own = row.unit
    Indicator.objects.filter(pk=row.pk).update(unit="천톤")
    passage = Passage.objects.filter(programme__number=1, kind="text").earliest("pk")
    Passage.objects.filter(pk=passage.pk).update(text=f"○ 모두 {{{row.short_name}:톤}}")
    assert f"지표 1개({row.name})에서 쓰고 있어" in removed(administrator, thousand)
    with pytest.raises(IntegrityError), transaction.atomic():
        thousand.delete()

    page = administrator.get(reverse("unit_change", args=[tonne.pk])).content.decode()
    assert "글과 표 1곳(" in page
    assert (
        "지표 1개의 단위가 새 이름이 됩니다"
        in administrator.get(reverse("unit_change", args=[thousand.pk])).content.decode()
    )
    assert "'천톤'을 '킬로톤'으로 바꾸었습니다. 지표 1개의 단위가 바뀌었습니다." in kept(
        administrator, thousand, offered="on", name="킬로톤"
    )
    row.refresh_from_db()
    assert row.unit == "킬로톤"
    administrator.get(reverse("units"))
    assert (UNITS["킬로톤"].base, UNITS["킬로톤"].factor, UNITS["천톤"].offered) == ("톤", 1_000, False)
    assert "킬로톤" in UNITS.offered
    assert "천톤" not in UNITS.offered
    assert {each.subject for each in Event.objects.filter(reason="새 지표")} >= {"천톤", "킬로톤", row.name}

    assert "'값'은 글과 표에서 다른 뜻으로 쓰는 말" in kept(administrator, tonne, offered="on", name="값")
    assert "저장했습니다: 톤" in kept(administrator, tonne)
    assert "바뀐 것이 없어" in kept(administrator, tonne)
    Indicator.objects.filter(pk=row.pk).update(unit=own)
    assert "지웠습니다: 킬로톤" in removed(administrator, Unit.objects.get(name="킬로톤"))
    usual = Unit.objects.get(name="명")
    assert administrator.get(reverse("unit_change", args=[usual.pk])).status_code == 404


def test_the_usual_units_stand_in_their_table_as_the_program_knows_them(db: None) -> None:
    stored = {each.name: (each.base, each.factor) for each in Unit.objects.filter(usual=True)}
    assert stored == {each.name: (each.base, each.factor) for each in UNITS.usual.values()}


def test_a_process_that_has_not_asked_asks_once(db: None) -> None:
    Unit.objects.create(name="톤", base="톤")
    assert "톤" not in UNITS
    assert UNITS["톤"].factor == 1  # what is not known is asked for
    units.forget()
    with CaptureQueriesContext(connection) as queries:
        assert "톤" in UNITS
        assert "평" not in UNITS
    assert len(queries) == 1
