"""The record of activity as a table."""

from typing import Any

import django_tables2 as tables

from seoulwork.pages.tables import ListTable, TimeColumn


class EventTable(ListTable):
    at = TimeColumn("때")
    actor = tables.Column("사람", accessor="actor__name", empty_values=(), order_by=("actor__name",))
    action = tables.Column("한 일")
    subject = tables.Column("대상")
    reason = tables.Column("사유")
    address = tables.Column("주소(IP)")

    def render_action(self, record: Any) -> str:
        return str(record.done)

    def render_actor(self, record: Any) -> str:
        return str(record.actor or "관리 명령")
