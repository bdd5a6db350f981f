"""The record of activity as a table."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse

from seoulwork.audit.links import place
from seoulwork.audit.models import Event
from seoulwork.pages.tables import ListTable, TimeColumn


class EventTable(ListTable):
    at = TimeColumn("때")
    actor = tables.Column("사람", accessor="actor__name", empty_values=(), order_by=("actor__name",))
    action = tables.Column("한 일", linkify=("user_event", {"pk": tables.A("pk")}))
    subject = tables.Column("대상", linkify=lambda record: place(record) or reverse("user_event", args=[record.pk]))
    figure = tables.Column("값", accessor="change", orderable=False, empty_values=("",))
    reason = tables.Column("사유")
    address = tables.Column("주소(IP)")

    def render_actor(self, record: Any) -> str:
        return str(record.actor or "관리 명령")

    def render_action(self, record: Event) -> str:
        return record.done
