"""What the browser tests of monthly entry share: a small division, people, and the page as they see it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from seoulwork.accounts.models import User
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import Division, division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record, record_actual

JULY = Month(2018, 7)
ADDRESS = "/entry/labour/2018-07/"
PASSWORD = "correct-horse-battery"
STAMP = Stamp(None, Source.DATA)


@cache
def password_hash() -> str:
    """Slow on purpose, so made once."""
    return make_password(PASSWORD)


@dataclass
class Office:
    """The labour division with a handful of indicators of every kind, and the people who work there."""

    division: Division
    officer: User
    colleague: User
    head: User
    administrator: User
    names: dict[str, str]
    """The cells by what they hold."""

    def model(self, name: str) -> Any:
        return getattr(self.division.models, name)

    def value(self, name: str) -> int | None:
        """The current stored figure of a cell, in base units."""
        cell = self.names.get(name, name)
        key, _, part = cell[1:].partition("p")
        if cell[0] in "cs":
            row = self.model("Execution").objects.filter(budget_id=key, month=JULY, superseded_at__isnull=True).first()
            found = row and (row.committed if cell[0] == "c" else row.spent)
            return None if found is None else int(found)
        row = (
            self.model("Actual")
            .objects.filter(indicator_id=key, part_id=part or None, first_month=JULY, superseded_at__isnull=True)
            .first()
        )
        found = row and (row.value if cell[0] == "a" else row.denominator)
        return None if found is None else int(found)

    def rows(self) -> int:
        """How many rows July's history has."""
        return int(self.model("Actual").objects.filter(first_month=JULY).count())

    def write(self, name: str, value: int, by: User) -> None:
        """Somebody else writes a figure, past the browser."""
        with transaction.atomic():
            record_actual(
                self.division.models,
                {"indicator_id": int(self.names[name][1:]), "part_id": None},
                Run(JULY, JULY),
                {"value": value, "denominator": None},
                Stamp(by, Source.BROWSER),
            )

    def write_money(self, committed: int | None, spent: int | None, by: User) -> None:
        """Somebody else writes an execution, in won."""
        with transaction.atomic():
            record(
                self.model("Execution"),
                {"budget_id": int(self.names["원인행위"][1:]), "month": JULY},
                {"committed": committed, "spent": spent},
                Stamp(by, Source.BROWSER),
            )


def make_office(many: int = 0) -> Office:
    """July 2018 open and empty, six months before it known. `many` adds ratios: two cells each."""
    own = division("labour")
    models = own.models
    names: dict[str, str] = {}
    people = {
        name: User.objects.create(
            username=name,
            name=label,
            role=role,
            division="" if role == "administrator" else "labour",
            password=password_hash(),
        )
        for name, label, role in (
            ("officer", "입력 담당 가", "officer"),
            ("colleague", "입력 담당 나", "officer"),
            ("head", "노동정책담당관", "head"),
            ("administrator", "관리자", "administrator"),
        )
    }
    programme = models.Programme.objects.create(number=1, title="무료 노무상담", first_year=2015)

    def indicator(name: str, position: int, **more: Any) -> Any:
        return models.Indicator.objects.create(
            programme=programme, short_name=name, name=name, position=position, **{"unit": "명", **more}
        )

    def actual(of: Any, value: int, first: int = 1, last: int = 6, denominator: int | None = None) -> None:
        record_actual(
            models,
            {"indicator_id": of.pk, "part_id": None},
            Run(Month(2018, first), Month(2018, last)),
            {"value": value, "denominator": denominator},
            STAMP,
        )

    def target(of: Any, value: int) -> None:
        record(
            models.Target,
            {"indicator_id": of.pk, "part_id": None, "first_month": Month(2018, 1), "last_month": Month(2018, 12)},
            {"value": value},
            STAMP,
        )

    counsel = indicator("상담", 1, definition="전화와 방문 상담을 더한 인원")
    for month, value in enumerate((2301, 2250, 2333, 2290, 2380, 2315), 1):
        actual(counsel, value, month, month)
    target(counsel, 26_000)
    wages = indicator("생활임금 적용인원", 2, accumulation="latest")
    actual(wages, 10_774)
    target(wages, 12_000)
    shelter = indicator("쉼터 일평균", 3, accumulation="mean", decimals=1)
    actual(shelter, 481)
    target(shelter, 600)
    employed = indicator("취업률", 4, accumulation="ratio", unit="%", decimals=1)
    actual(employed, 541, denominator=1_000)
    target(employed, 600)
    visits = indicator("방문", 5)
    parts = [
        models.Part.objects.create(indicator=visits, path=path, position=at) for at, path in enumerate(("본관", "별관"))
    ]
    amount = indicator("지원액", 6, unit="백만원")
    actual(amount, 349_000_000)
    target(amount, 1_000_000_000)
    names |= {
        "상담": f"a{counsel.pk}",
        "생활임금": f"a{wages.pk}",
        "쉼터": f"a{shelter.pk}",
        "취업자": f"a{employed.pk}",
        "훈련생": f"d{employed.pk}",
        "방문": f"a{visits.pk}",
        "본관": f"a{visits.pk}p{parts[0].pk}",
        "별관": f"a{visits.pk}p{parts[1].pk}",
        "지원액": f"a{amount.pk}",
    }
    budget = models.Budget.objects.create(programme=programme, short_name="예산현액", kind="grant", year=2018)
    record(
        models.Appropriation,
        {"budget_id": budget.pk, "from_month": Month(2018, 1)},
        {"amount": 19_490_000_000},
        STAMP,
    )
    record(
        models.Execution,
        {"budget_id": budget.pk, "month": Month(2018, 6)},
        {"committed": 10_427_000_000, "spent": 5_554_000_000},
        STAMP,
    )
    names |= {"원인행위": f"c{budget.pk}", "지출": f"s{budget.pk}"}
    if many:
        second = models.Programme.objects.create(number=2, title="경쟁률", first_year=2015)
        rows = models.Indicator.objects.bulk_create(
            models.Indicator(
                programme=second, short_name=f"비율{at}", name=f"비율 {at}", unit="%", accumulation="ratio", position=at
            )
            for at in range(1, many + 1)
        )
        for at, row in enumerate(rows, 1):
            names |= {f"비율{at}": f"a{row.pk}", f"비율{at}의 분모": f"d{row.pk}"}
    open_month(JULY, deadline=timezone.localdate() + timedelta(days=3), of=[own])
    return Office(own, people["officer"], people["colleague"], people["head"], people["administrator"], names)


def until(page: Page, true: Callable[[], bool]) -> None:
    """Go on from frame to frame until something is true that the page itself does not show."""
    for _ in range(2_000):
        if true():
            return
        page.evaluate("new Promise(requestAnimationFrame)")
    raise AssertionError("It has not become true.")


def log_in(context: BrowserContext, user: User, base_url: str) -> None:
    """Give the browser a session of the user's."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base_url}])


class Month2018:
    """The page of July 2018 in one browser tab."""

    def __init__(self, page: Page, office: Office) -> None:
        self.page, self.office = page, office

    def open(self, *, scripts: bool = True) -> "Month2018":
        self.page.goto(ADDRESS)
        if scripts:
            self.page.wait_for_selector("body[data-ready=entry]")
        return self

    def name(self, of: str) -> str:
        return self.office.names.get(of, of)

    def cell(self, of: str) -> Any:
        return self.page.locator(f"input[name={self.name(of)}]")

    def box(self, of: str) -> Any:
        return self.page.locator(f".cell:has(input[name={self.name(of)}])")

    def row(self, of: str) -> Any:
        return self.page.locator(f"tr:has(input[name={self.name(of)}])")

    def texts(self, *of: str) -> list[str]:
        """What the rows of these cells have come to: each its cumulative figure and its rate."""
        return [self.row(each).locator(column).inner_text() for each in of for column in (".cumulative", ".rate-text")]

    def other_texts(self, before: list[str], *of: str) -> list[str]:
        """Wait until they are others than before."""
        until(self.page, lambda: self.texts(*of) != before)
        return self.texts(*of)

    def type(self, of: str, text: str, end: str = "Enter") -> None:
        """Type into a cell as a hand does, and leave it by a key."""
        self.cell(of).focus()
        self.page.keyboard.type(text)
        if end:
            self.page.keyboard.press(end)

    def clash(self, of: str, text: str, theirs: int) -> None:
        """Type into a cell while a colleague stores something else there, and wait until that is told."""
        self.type(of, text, end="")
        self.office.write(of, theirs, self.office.colleague)
        self.page.keyboard.press("Enter")
        self.state(of, "conflict")

    def state(self, of: str, state: str) -> None:
        """Wait for a cell's state."""
        expect(self.box(of)).to_have_attribute("data-state", state)

    def paste(self, of: str, block: str) -> None:
        """Paste a block through the clipboard, as from Excel."""
        self.cell(of).focus()
        self.paste_here(block)

    def paste_here(self, block: str) -> None:
        """Paste a block where the focus is, and wait until the page has got it: the browser fetches it first."""
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate(
            "text => { window.pasted = new Promise((done) => addEventListener('paste', () => done(true), { once: true })); return navigator.clipboard.writeText(text); }",
            block,
        )
        self.page.keyboard.press("Control+V")
        self.page.evaluate("window.pasted")

    def all_saved(self) -> None:
        expect(self.page.locator("#save-state")).to_have_text("모두 저장됨")

    def in_hand(self, of: str) -> None:
        """Wait until a cell has the focus."""
        expect(self.cell(of)).to_be_focused()

    def put_aside(self, number: int, of: str = "entry") -> None:
        """Wait until the browser keeps so many cells that are not saved: it seals each first."""
        self.page.wait_for_function(
            "([number, of]) => Object.keys(localStorage).filter((name) => name.startsWith(`${of}/`)).length === number",
            arg=[number, of],
        )


def cut_off(page: Page) -> None:
    """Let the page reach nobody any more, up to its end: a tab that closes gets the network back, which was taken from it
    from without, before it ends, and may use that moment to save."""
    page.evaluate("() => { globalThis.fetch = () => new Promise(() => {}); }")


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {json.dumps([node['html'][:160] for node in each['nodes'][:3]], ensure_ascii=False)}"
        for each in found
    ]
