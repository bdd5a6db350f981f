"""The lists of what only this division has, and the forms in which they are kept."""

from typing import Any

from django import forms
from django_tables2 import Column

from seoulwork.catalogue.kinds import Kind
from seoulwork.catalogue.maintenance import DatedForm
from seoulwork.catalogue.tables import ChangeColumn, DatedTable
from seoulwork.pages.forms import narrow
from seoulwork.pages.tables import DayColumn, NumberColumn

from .models import BeneficiaryGroup, ForumSession, TrainingSchool


class BeneficiaryGroupTable(DatedTable):
    part = Column("사업 대상", accessor="part__path", order_by=("part__position",))
    sample_programmes = Column("사업명")
    change = ChangeColumn()

    class Meta:
        sequence = ("...", "since", "state", "change")


class TrainingSchoolTable(DatedTable):
    position = NumberColumn("순서")
    name = Column("이름")
    location = Column("위치")
    contractor = Column("위탁법인")
    contract_start = DayColumn("위탁 시작")
    contract_end = DayColumn("위탁 종료")
    change = ChangeColumn()

    class Meta:
        sequence = ("...", "since", "state", "change")


class ForumSessionTable(DatedTable):
    position = NumberColumn("순서")
    kind = Column("구분")
    number = NumberColumn("세션 번호")
    title = Column("주제")
    body = Column("내용")
    change = ChangeColumn()

    class Meta:
        sequence = ("...", "since", "state", "change")


class BeneficiaryGroupForm(DatedForm):
    names = ("part", "from_month", "sample_programmes", "gone")
    key = ("part",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "part", indicator__short_name="일자리")


class TrainingSchoolForm(DatedForm):
    names = ("position", "from_month", "name", "location", "contractor", "contract_start", "contract_end", "gone")
    key = ("position",)

    class Meta:
        widgets = {
            name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            for name in ("contract_start", "contract_end")
        }


class ForumSessionForm(DatedForm):
    names = ("position", "from_month", "kind", "number", "title", "body", "gone")
    key = ("position",)


KINDS = {
    "groups": Kind(
        "groups",
        "사업 대상",
        lambda _: BeneficiaryGroup,
        BeneficiaryGroupTable,
        ("part__path", "sample_programmes"),
        related=("part",),
    ),
    "schools": Kind(
        "schools", "기술교육원", lambda _: TrainingSchool, TrainingSchoolTable, ("name", "location", "contractor")
    ),
    "sessions": Kind(
        "sessions", "포럼 프로그램", lambda _: ForumSession, ForumSessionTable, ("title", "body"), ("kind",)
    ),
}
FORMS = {"groups": BeneficiaryGroupForm, "schools": TrainingSchoolForm, "sessions": ForumSessionForm}
