"""The record of activity as a table."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse

from seoulwork.audit.links import place
from seoulwork.audit.models import Access, Event
from seoulwork.pages.tables import ListTable, NumberColumn, TimeColumn


class EventTable(ListTable):
    at = TimeColumn("때")
    actor = tables.Column("사람", accessor="actor__name", empty_values=(), order_by=("actor__name",))
    worked_as = tables.Column("자격")
    action = tables.Column("한 일", linkify=("user_event", {"pk": tables.A("pk")}))
    subject = tables.Column("대상", linkify=lambda record: place(record) or reverse("user_event", args=[record.pk]))
    figure = tables.Column("값", accessor="change", orderable=False, empty_values=("",))
    reason = tables.Column("사유")
    address = tables.Column("주소(IP)")

    def render_actor(self, record: Any) -> str:
        return str(record.who)

    def render_action(self, record: Event) -> str:
        return record.done


class AccessTable(ListTable):
    at = TimeColumn("때", order_by="number")
    account = tables.Column("계정")
    address = tables.Column("주소(IP)")
    doing = tables.Column("수행 업무")
    page = tables.Column("화면")
    subjects = tables.Column("정보주체")
    count = NumberColumn("사람 또는 줄")
    narrowed = tables.Column("찾은 조건")

    def render_subjects(self, record: Access) -> str:
        return record.subjects.replace("\n", ", ")
