"""Figure tables clicked together at random: whatever is clicked in whatever order, the page tells in one sentence what can't be, the
form says what it holds, what is drawn breaks no renderer, and what is kept is opened as it was."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from reports.desk import tables
from reports.desk.parts import Part, part
from reports.models import Briefing
from reports.render.html import render_html
from reports.render.xlsx import render_xlsx
from reports.tables import draw, read_table
from seoulwork.accounts.models import User
from seoulwork.figures.divisions import division
from tests.choosing import amount
from tests.reports.desk.test_table_pages import Clicks, city
from tests.reports.tables.made_up import ONE
from tests.reports.xlsx.opened import document_of

__all__ = ["city"]
CLICKED = amount("CLICKED_TABLES", 4, long=60)


def fields_of(page: Any) -> dict[str, Any]:
    """What a browser sends of the form as it stands."""
    form = html.fromstring(page.content).get_element_by_id("table-form")
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def own_part() -> Part:
    return part(Briefing.objects.get(), division("labour"), 0)


class Clicking:
    def __init__(self, clicks: Clicks, data: st.DataObject) -> None:
        self.clicks, self.data = clicks, data

    @property
    def shown(self) -> Any:
        return self.clicks.page.context

    def one_of(self, choices: Any) -> Any:
        return self.data.draw(st.sampled_from(list(choices)))

    def of(self, groups: Any) -> str:
        found = [each.value for _, own in groups for each in own]
        return str(self.one_of(found)) if found else ""

    def start(self) -> None:
        names = [each.value for _, own in self.shown["names"] for each in own]
        chosen = self.data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
        template = self.one_of(key for key, _ in self.shown["templates"])
        self.clicks._send({"names": chosen, "template": template, "do": "start"})

    def step(self) -> dict[str, Any]:
        """What one click sends besides the form as it stands."""
        columns, rows = ([each.path for each in self.shown[axis]] for axis in ("columns", "rows"))
        tops = [each.path for each in self.shown["columns"] if each.is_top]
        groups = [each.path for axis in ("columns", "rows") for each in self.shown[axis] if each.is_group]
        operands = [path for path, _ in self.shown["operands"]]
        steps = ["add-row", "of", "field"]
        steps += ["add-column"] if self.shown["column_choices"] else []
        steps += ["move", "remove"] if columns or rows else []
        steps += ["group", "spread"] if tops else []
        steps += ["ungroup"] if groups else []
        steps += ["calculate"] if operands else []
        match self.one_of(steps):
            case "add-row":
                return {"do": "add-row", "row": self.of(self.shown["row_choices"])}
            case "add-column":
                return {"do": "add-column", "column": self.of(self.shown["column_choices"])}
            case "of":
                return {"do": "draw", "of": self.of(self.shown["names"])}
            case "move":
                return {"do": f"{self.one_of(('up', 'down'))} {self.one_of([*columns, *rows])}"}
            case "remove":
                return {"do": f"remove {self.one_of([*columns, *rows])}"}
            case "ungroup":
                return {"do": f"ungroup {self.one_of(groups)}"}
            case "group" | "spread" as do:
                picked = self.data.draw(st.lists(st.sampled_from(tops), min_size=1, max_size=3, unique=True))
                spread, total = self.of(self.shown["spreads"]), self.one_of(("", "sum", "whole"))
                return {"do": do, "pick": picked, "group_head": "묶음", "spread": spread, "spread_total": total}
            case "calculate":
                how = self.one_of(key for key, _ in self.shown["calculations"])
                return {"do": "calculate", "how": how, "first": self.one_of(operands), "second": self.one_of(operands)}
        return {"do": "draw"} | self.field([each.path for each in self.shown["leaves"]])

    def field(self, leaves: list[str]) -> dict[str, Any]:
        column = [{f"{path}.unit": "천명"} for path in leaves] + [{f"{path}.decimals": "2"} for path in leaves]
        charts = [{"chart": kind, "chart_value": path} for path in leaves for kind in ("bars", "shares", "pie")]
        orders = [{"by": path, "order": order} for path in leaves for order in ("up", "down")]
        others = [
            {"total": self.one_of(("", "sum", "whole")), "total_last": "on"},
            {"most": self.one_of(("", "1", "3")), "rest": "나머지"},
            {"chart": self.one_of(("", "trend"))},
            {"blocks": self.one_of("123")},
            {"unit": self.one_of(("", "-", "명", "억원"))},
            {"caption": self.one_of(("", "{기준년} 표", "{없음}", "<b>")), "notes": "하나\n\n둘"},
            {"labels": self.one_of(("", "가, 나", ",")), "as_of": self.one_of(("dates", "none"))},
        ]
        found: dict[str, Any] = self.one_of([*column, *charts, *orders, *others])
        return found

    def check(self) -> None:
        """What the page shows now."""
        for said in (self.shown["error"], self.shown["wrong"]):
            assert not said or re.search(r"[가-힣].*\.$", said, re.DOTALL), said
        made = self.shown["table"]
        again = self.clicks.client.post(self.clicks.address, fields_of(self.clicks.page) | {"do": "draw"})
        assert again.context["table"] == made, "the form says something else than it holds"
        if not self.shown["wrong"]:
            document = document_of(*draw(read_table(made | {"key": "made"}), ONE))
            render_html(document)
            render_xlsx(document)

    def keep(self) -> None:
        """Kept, opened again and read as a table of the text: it is the same."""
        self.clicks._send(fields_of(self.clicks.page) | {"do": "draw", "name": "시험"})
        table = tables.keep(own_part(), "시험", self.shown["table"], seen=0, by=User.objects.latest("pk"))
        try:
            again = self.clicks.client.get(f"{self.clicks.address}?name=시험").context
            assert again["shown"] == self.shown["shown"]
            assert tables.stored(read_table(again["table"] | {"key": "made"})) == table.description
        finally:
            table.delete()


@pytest.mark.slow(10)
@settings(
    max_examples=CLICKED,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(st.data())
def test_whatever_is_clicked_the_table_is_drawn_or_says_why_not(city: Clicks, data: st.DataObject) -> None:
    clicking = Clicking(Clicks(city.client, city.address), data)
    clicking.start()
    if not clicking.shown.get("table"):
        assert clicking.shown["error"].endswith("주세요.")
        return
    clicking.check()
    for _ in range(data.draw(st.integers(1, 6))):
        sent = fields_of(clicking.clicks.page) | clicking.step()
        clicking.clicks._send(sent)
        clicking.check()
    if not clicking.shown["wrong"]:
        clicking.keep()
