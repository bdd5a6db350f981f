"""The pages of lists, upkeep and accounts in real Chromium: the keyboard, the end of a session."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Locator, Page, expect

from seoulwork.accounts.middleware import RENEWED_EVERY
from seoulwork.accounts.models import Role, User
from seoulwork.accounts.store import SessionStore
from seoulwork.figures.divisions import division
from tests.entry.browsing import log_in as log_in_by_cookie

# What the scripts do, whatever keeps the figures; what the server does with them is tried on both engines without a browser.
pytestmark = pytest.mark.any_engine

PASSWORD = "correct-horse-battery"


def log_in(page: Page) -> None:
    """By keyboard alone: the first field is one Tab behind the site's name."""
    page.get_by_label("아이디").focus()
    page.keyboard.type("administrator")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


@pytest.fixture
def administrator(briefing_data_live: None, page: Page) -> Page:
    User.objects.create(
        username="administrator", name="관리자", role=Role.ADMINISTRATOR, password=make_password(PASSWORD)
    )
    page.goto("/account/login/")
    log_in(page)
    return page


def test_a_figure_is_changed_by_keyboard_alone(administrator: Page) -> None:
    administrator.goto("/lists/labour/targets/")
    administrator.locator(".list tbody").get_by_role("link", name="고치기").first.focus()
    administrator.keyboard.press("Enter")
    figure = administrator.get_by_label("목표", exact=True)
    figure.focus()
    administrator.keyboard.press("Control+a")
    administrator.keyboard.type("4,321")
    administrator.keyboard.press("Tab")
    administrator.keyboard.press("Tab")
    administrator.keyboard.type("추경 반영")
    administrator.keyboard.press("Enter")
    expect(administrator.get_by_role("status").filter(has_text="저장했습니다")).to_be_visible()
    assert division("labour").models.Target.objects.filter(superseded_at__isnull=True, reason="추경 반영").count() == 1


class TestEndOfSession:
    """The clock of the browser goes as the test says; the server's session lasts."""

    LIST = "/lists/labour/targets/?q=1"

    @pytest.fixture
    def administrator(
        self, briefing_data_live: None, browser: Browser, browser_context_args: dict[str, Any], base_url: str
    ) -> Iterator[Page]:
        user = User.objects.create(username="administrator", name="관리자", role=Role.ADMINISTRATOR)
        with browser.new_context(**browser_context_args) as context:
            context.clock.install()
            log_in_by_cookie(context, user, base_url)
            page = context.new_page()
            page.goto(self.LIST)
            yield page

    def warned(self, page: Page) -> Locator:
        """Let the time pass until two minutes before the session's end: the warning."""
        page.clock.fast_forward((settings.SESSION_COOKIE_AGE - RENEWED_EVERY - 100) * 1000)
        warning = page.get_by_role("dialog", name="곧 로그아웃됩니다")
        expect(warning).to_be_visible()
        return warning

    def test_a_warning_comes_before_it_and_staying_keeps_the_session(self, administrator: Page) -> None:
        """After a log-in in place too: it has changed the token, which the page has put into its forms."""
        warning = self.warned(administrator)
        expect(warning.get_by_role("button", name="계속 쓰기")).to_be_focused()
        assert Axe().run(administrator).violations_count == 0
        administrator.keyboard.press("Enter")
        expect(warning).to_be_hidden()
        administrator.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
        administrator.evaluate(
            """async () => {
                const { csrf } = await (await fetch("/entry/session/")).json();
                for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = csrf;
            }"""
        )
        warning = self.warned(administrator)
        administrator.keyboard.press("Enter")
        expect(warning).to_be_hidden()
        assert administrator.url.endswith(self.LIST)

    def test_staying_says_when_it_can_not(self, administrator: Page) -> None:
        warning = self.warned(administrator)
        administrator.context.set_offline(True)
        administrator.keyboard.press("Enter")
        expect(warning).to_contain_text("서버에 연결되지 않습니다")
        left = warning.locator("[data-left]").inner_text()
        administrator.clock.fast_forward(2_000)
        expect(warning.locator("[data-left]")).not_to_have_text(left)
        expect(warning).to_contain_text("서버에 연결되지 않습니다")
        administrator.context.set_offline(False)
        Session.objects.all().delete()
        administrator.keyboard.press("Enter")
        administrator.wait_for_url("**/account/login/**")

    def test_without_an_answer_the_log_in_page_comes_and_leads_back(self, administrator: Page) -> None:
        self.warned(administrator)
        administrator.clock.fast_forward(100_000)
        administrator.wait_for_url("**/account/login/**")
        assert "next=%2Flists%2Flabour%2Ftargets%2F%3Fq%3D1" in administrator.url

    def test_of_the_longest_time_it_warns_once_and_lets_one_go_on(self, administrator: Page) -> None:
        began = {"began_at": int(time.time()) - settings.SESSION_LONGEST + 150}
        (session,) = Session.objects.all()
        kept = SessionStore(session.session_key)
        kept.update(began)
        kept.save()
        administrator.reload()
        administrator.clock.fast_forward(40_000)
        warning = administrator.get_by_role("dialog", name="곧 로그아웃됩니다")
        expect(warning).to_contain_text("로그인한 지 오래되어")
        expect(warning).to_contain_text("다시 로그인해 주세요")
        assert Axe().run(administrator).violations_count == 0
        administrator.keyboard.press("Enter")
        expect(warning).to_be_hidden()
        administrator.clock.fast_forward(20_000)
        expect(warning).to_be_hidden()
        Session.objects.all().delete()
        administrator.clock.fast_forward(150_000)
        administrator.wait_for_url("**/account/login/**")

    def test_a_page_that_keeps_something_may_stay(self, administrator: Page) -> None:
        administrator.evaluate(
            "document.addEventListener('session:ended', (event) => { event.preventDefault(); document.title = '지킴'; })"
        )
        self.warned(administrator)
        administrator.clock.fast_forward(100_000)
        expect(administrator).to_have_title("지킴")
        assert administrator.url.endswith(self.LIST)
