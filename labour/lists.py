"""The lists of what only this division has, and the forms in which they are kept."""

from django import forms
from django_tables2 import Column

from seoulwork.catalogue.kinds import Kind
from seoulwork.catalogue.maintenance import DatedForm
from seoulwork.catalogue.tables import ChangeColumn, DatedTable
from seoulwork.pages.tables import MonthColumn, NumberColumn, ShortColumn

from .models import HallFloor, Shelter


class ShelterTable(DatedTable):
    position = NumberColumn("순서")
    name = Column("쉼터명")
    user_group = Column("주이용대상")
    opens = ShortColumn("여는 때")
    closes = ShortColumn("닫는 때")
    opened = MonthColumn("개소한 달")
    remark = Column("비고")
    change = ChangeColumn()

    class Meta:
        sequence = ("...", "since", "state", "change")


class HallFloorTable(DatedTable):
    floor = NumberColumn("층")
    use = Column("용도")
    change = ChangeColumn()

    class Meta:
        sequence = ("...", "since", "state", "change")


class ShelterForm(DatedForm):
    names = ("position", "from_month", "name", "user_group", "opens", "closes", "opened", "remark", "gone")
    key = ("position",)

    class Meta:
        widgets = {name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in ("opens", "closes")}


class HallFloorForm(DatedForm):
    names = ("floor", "from_month", "use", "gone")
    key = ("floor",)


KINDS = {
    "shelters": Kind("shelters", "노동자쉼터", lambda _: Shelter, ShelterTable, ("name", "user_group", "remark")),
    "floors": Kind("floors", "기념관 층별 용도", lambda _: HallFloor, HallFloorTable, ("use",)),
}
FORMS = {"shelters": ShelterForm, "floors": HallFloorForm}
