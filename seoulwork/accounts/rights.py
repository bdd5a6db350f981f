"""Who may what: one table. The middleware, the menus and the tests all read it.

Every URL name of the site stands in RIGHTS with the roles that may read (GET, HEAD) and write (POST). A URL that is
missing is refused to everybody, and a test fails for it. Where a URL names a division, an officer and a head may only
enter their own. Rights are read anew at each request, so what is taken away is gone with the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from seoulwork.accounts.models import Role, User
from seoulwork.accounts.outside import KEY, PUBLIC_READER

ANYONE = "anyone"
"""Also who has not logged in."""

OFFICER, HEAD, ADMINISTRATOR, COUNCIL = Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR, Role.COUNCIL
STAFF = frozenset({OFFICER, HEAD, ADMINISTRATOR})
USERS = frozenset(Role)
NOBODY: frozenset[str] = frozenset()
PUBLIC = frozenset({ANYONE, *Role})
MAILED = PUBLIC if settings.MAIL_IS_SET_UP else NOBODY
"""Anybody, where a link can be mailed."""
READERS = frozenset({PUBLIC_READER, *Role})
"""Users, and where PUBLIC_PAGES is on anybody: of what was published, what is out (outside.py)."""
OPEN = frozenset({KEY, *READERS})
"""The same, and programs with a read key."""


@dataclass(frozen=True, slots=True)
class Right:
    """The roles that may read and write at a URL. Who has handed on what they work as reads meanwhile, but where `away` is; and who works
    in another's stead writes but where `by_deputy` is not: nobody gives rights to others, or to themselves, by a right that was lent."""

    read: frozenset[str]
    write: frozenset[str] = NOBODY
    away: bool = False
    by_deputy: bool = True


RIGHTS: dict[str, Right] = {
    "home": Right(READERS),
    "health_live": Right(PUBLIC),
    "health_ready": Right(PUBLIC),
    "metrics": Right(PUBLIC),  # who knows the token (operations/metrics.py)
    "system": Right(frozenset({ADMINISTRATOR})),
    "guides": Right(USERS),
    "guide": Right(USERS),
    # reports
    "glance": Right(STAFF),
    **{name: Right(READERS) for name in ("briefings", "briefing", "edition", "edition_section", "edition_download", "edition_table", "edition_chart", "edition_table_csv")},
    **{name: Right(OPEN) for name in ("open_description", "open_editions", "open_package", "open_rows")},
    **{name: Right(USERS) for name in ("newest", "search", "figure", "briefing_front", "edition_front", "edition_figure")},
    **{name: Right(USERS) for name in ("questions", "question")},
    "edition_ask": Right(frozenset({COUNCIL, ADMINISTRATOR}), frozenset({COUNCIL, ADMINISTRATOR})),
    "question_answer": Right(NOBODY, STAFF),
    "edition_pack": Right(STAFF),
    **{name: Right(READERS) for name in ("briefing_section", "briefing_picture", "briefing_download")},
    **{name: Right(USERS) for name in ("briefing_changes", "briefing_editions")},
    **{name: Right(frozenset({ADMINISTRATOR}), frozenset({ADMINISTRATOR})) for name in ("briefing_correct", "edition_withdraw", "edition_sharing")},
    # A reading link is its own right: a signed address of one edition, which ends and can be revoked (reports/editions/sharing.py).
    **{name: Right(PUBLIC) for name in ("shared", "shared_file", "shared_picture")},
    "briefing_correct_give_up": Right(NOBODY, frozenset({ADMINISTRATOR})),
    **{
        name: Right(frozenset({ADMINISTRATOR}), frozenset({ADMINISTRATOR}))
        for name in ("briefing_add", "briefing_cover", "briefing_discard", "briefing_publish")
    },
    "briefing_outlines": Right(frozenset({ADMINISTRATOR})),
    "briefing_outline": Right(frozenset({ADMINISTRATOR}), frozenset({ADMINISTRATOR})),
    "briefing_checks": Right(STAFF),
    "briefing_returned": Right(STAFF, STAFF),
    "briefing_answer": Right(NOBODY, frozenset({ADMINISTRATOR})),
    "briefing_draft": Right(STAFF),
    "briefing_draft_file": Right(STAFF),
    "briefing_origins": Right(STAFF),
    # the desk
    "desk": Right(STAFF),
    "desk_write": Right(STAFF, STAFF),
    "desk_free_table": Right(STAFF, STAFF),
    "desk_pictures": Right(STAFF, STAFF),
    "desk_picture": Right(STAFF, STAFF),
    "desk_read_in": Right(STAFF, STAFF),
    "desk_versions": Right(STAFF),
    "desk_tables": Right(STAFF),
    "desk_table": Right(STAFF, STAFF),
    "desk_table_remove": Right(NOBODY, STAFF),
    "desk_table_restore": Right(NOBODY, STAFF),
    **{name: Right(NOBODY, frozenset({ADMINISTRATOR})) for name in ("desk_arrange", "desk_part_add", "desk_part_rename", "desk_part_remove")},
    **{name: Right(NOBODY, STAFF) for name in ("desk_seen", "desk_put_answer", "desk_keep", "desk_look", "desk_print", "desk_typed", "desk_restore", "desk_resolve", "desk_plan", "desk_remark", "desk_answer", "desk_remark_resolved", "desk_submit")},
    **{name: Right(NOBODY, frozenset({HEAD, ADMINISTRATOR})) for name in ("desk_settle", "desk_send_back")},
    # monthly entry
    "entry": Right(STAFF),
    "entry_session": Right(PUBLIC),
    "entry_month": Right(STAFF, frozenset({OFFICER, ADMINISTRATOR})),
    "entry_panel": Right(STAFF),
    "forecasts": Right(STAFF),
    **{name: Right(STAFF, frozenset({OFFICER, ADMINISTRATOR})) for name in ("forecast", "spending_forecast")},
    "entry_evidence": Right(STAFF),
    "entry_board": Right(STAFF),
    "entry_calendar": Right(STAFF),
    **{
        name: Right(NOBODY, frozenset({OFFICER, ADMINISTRATOR}))
        for name in ("entry_cells", "entry_remark", "entry_evidence_add", "entry_evidence_remove", "entry_submit", "entry_occasional")
    },
    **{name: Right(NOBODY, frozenset({HEAD, ADMINISTRATOR})) for name in ("entry_approve", "entry_send_back")},
    **{name: Right(NOBODY, frozenset({ADMINISTRATOR})) for name in ("entry_close", "entry_reopen", "entry_end_reopening", "entry_open", "entry_remind", "entry_calendar_move")},
    # lists, and what the administrator keeps
    "lists": Right(STAFF),
    "list": Right(STAFF),
    # The workbook of a long list is for who asked, while its list is open to them (operations/list_files.py).
    **{name: Right(STAFF) for name in ("download_begin", "download", "download_file")},
    **{
        name: Right(frozenset({ADMINISTRATOR}), frozenset({ADMINISTRATOR}))
        for name in ("list_add", "list_change", "list_remove", "list_parts", "list_carry_forward", "list_plan", "list_plan_add", "bureau_add", "bureau_change", "bureau_remove", "division_add", "division_change", "division_remove", "unit_add", "unit_change", "unit_remove", "limits")
    },
    **{
        name: Right(frozenset({ADMINISTRATOR}), frozenset({ADMINISTRATOR}), by_deputy=False)
        for name in ("user_add", "user", "user_posts", "read_keys")
    },
    **{
        name: Right(frozenset({ADMINISTRATOR}))
        for name in ("users", "user_sign_ins", "user_failures", "user_events", "user_event", "user_accesses", "bureau", "divisions", "units")
    },
    **{
        name: Right(NOBODY, frozenset({ADMINISTRATOR}), by_deputy=False)
        for name in ("user_password", "user_unlock", "user_second_factor")
    },
    # the import of workbooks
    "import_template": Right(STAFF),
    "import_list_template": Right(STAFF),
    **{
        name: Right(frozenset({OFFICER, ADMINISTRATOR}))
        for name in (
            "imports", "import_workbook", "import_progress", "import_file", "import_commented", "import_bundles", "import_bundle",
        )
    },
    **{
        name: Right(frozenset({OFFICER, ADMINISTRATOR}), frozenset({OFFICER, ADMINISTRATOR}))
        for name in ("import_add", "import_questions", "import_undo")
    },
    **{
        name: Right(NOBODY, frozenset({OFFICER, ADMINISTRATOR}))
        for name in ("import_preview", "import_confirm", "import_discard", "import_bundle_read", "import_bundle_take")
    },
    # own account
    "work_as": Right(NOBODY, STAFF, away=True),
    "deputies": Right(frozenset({HEAD, ADMINISTRATOR}), frozenset({HEAD, ADMINISTRATOR}), away=True, by_deputy=False),
    "notices": Right(USERS, USERS),
    "notices_seen": Right(NOBODY, USERS),
    "notice": Right(NOBODY, USERS),
    "account_keep_alive": Right(NOBODY, USERS),
    "account_end_session": Right(NOBODY, USERS),
    "usersessions_list": Right(USERS, USERS),
    "account_login": Right(PUBLIC, PUBLIC),
    "account_logout": Right(USERS, USERS),
    **{
        name: Right(PUBLIC)
        for name in ("openid_connect_login", "openid_connect_callback", "socialaccount_login_cancelled")
    },
    "account_change_password": Right(USERS, USERS),
    "account_reauthenticate": Right(USERS, USERS),
    **{
        name: Right(USERS, USERS)
        for name in (
            "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes", "mfa_reauthenticate",
        )
    },
    "mfa_authenticate": Right(PUBLIC, PUBLIC),
    **{name: Right(MAILED, MAILED) for name in ("account_reset_password", "account_reset_password_from_key")},
    **{name: Right(MAILED) for name in ("account_reset_password_done", "account_reset_password_from_key_done")},
    # what django-allauth brings and this site does not offer: accounts are made by an administrator
    **{
        name: Right(NOBODY)
        for name in (
            "account_signup", "account_set_password", "account_inactive", "account_email", "account_confirm_email",
            "account_email_verification_sent", "socialaccount_signup", "socialaccount_login_error", "socialaccount_connections",
            "mfa_trust",
            "account_confirm_login_code", "account_confirm_email_verification_code",
        )
    },
}  # fmt: skip


def roles_of(user: Any) -> frozenset[str]:
    """ANYONE, and the role of who has logged in, or as what somebody reads from outside."""
    if not user.is_authenticated:
        return frozenset({ANYONE, *getattr(user, "reads_as", ())})
    return frozenset({ANYONE, user.role})


def user_of(request: HttpRequest) -> User:
    """Who has logged in: for views that the table gives to users only."""
    return cast(User, request.user)


def may(user: Any, url_name: str, method: str = "GET", division: str = "") -> bool:
    """Whether a user may use a URL with a method; `division` is the one that the URL names, if it names one."""
    right = RIGHTS.get(url_name)
    if right is None:
        return False
    writes = method not in ("GET", "HEAD", "OPTIONS")
    allowed = right.write if writes else right.read
    if not roles_of(user) & allowed or (writes and user.is_authenticated and not _writes_now(user, right)):
        return False
    return not (division and user.is_authenticated and user.division and user.division != division)


def _writes_now(user: User, right: Right) -> bool:
    """What is everybody's own is written by who is away too."""
    if user.post and user.post.deputy_for_id and not right.by_deputy:
        return False
    return right.away or right.write >= USERS or not user.away


def check_division(request: HttpRequest, division: str) -> None:
    """For an address that names a row of a division, and not the division itself. Raises PermissionDenied."""
    match = request.resolver_match
    if not may(request.user, match.view_name if match else "", request.method or "", division):
        raise PermissionDenied


def imports_freely(user: User | None) -> bool:
    """Whether a user may import into months that were never opened for entry, and take back what others imported: who may
    open months, and the command (None)."""
    return user is None or may(user, "entry_open", "POST")


def keeps_lists(user: User | None) -> bool:
    """Whether a user may change lists by workbook: who may on their pages, and the program itself (None)."""
    return user is None or may(user, "list_change", "POST")


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which can't follow the way to a log-in page."""
    return "application/json" in request.headers.get("Accept", "") or request.content_type == "application/json"


def _json_refusal(request: HttpRequest, right: Right | None) -> JsonResponse:
    known = roles_of(request.user) - {ANYONE}
    if right is not None and KEY in right.read and not known:
        told = {"error": "key", "text": "읽기 열쇠가 없거나 끝났습니다. 관리자에게 읽기 열쇠를 받아 주세요."}
        return JsonResponse(told, status=401, headers={"WWW-Authenticate": "Bearer"})
    if not known:
        return JsonResponse({"error": "login", "text": "로그인이 끊겼습니다. 다시 로그인해 주세요."}, status=401)
    return JsonResponse({"error": "forbidden", "text": "이 일을 할 권한이 없습니다."}, status=403)


class RightsMiddleware:
    """Refuses what the table does not allow: to the log-in page for who has not logged in, else 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if may(request.user, name, request.method or "", kwargs.get("division", "")):
            return None
        right = RIGHTS.get(name)
        if right is not None and not right.read and not right.write:
            raise Http404
        if wants_json(request) or (right is not None and KEY in right.read):
            return _json_refusal(request, right)
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        raise PermissionDenied


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """`url_name` is where the entry leads; its group of pages, and `also` others, belong to the entry."""

    label: str
    url_name: str
    also: tuple[str, ...] = ()


MENU = (
    MenuEntry("한눈에", "glance"),
    MenuEntry("월별 입력", "entry"),
    MenuEntry("엑셀 반입", "imports"),
    MenuEntry("업무보고", "briefings", also=("desk",)),
    MenuEntry("찾기", "search"),
    MenuEntry("질의", "questions"),
    MenuEntry("사업·지표", "lists", also=("forecast", "spending_forecast")),
    MenuEntry("관리", "users", also=("bureau", "division", "limit", "system", "read")),
)


def _group(url_name: str) -> str:
    """`briefings` and `briefing_section` belong together, as `briefing`."""
    return url_name.partition("_")[0].rstrip("s")


def menu(request: HttpRequest) -> dict[str, Any]:
    """Template context: the menu entries that the user may open, each with its address and whether it is the current one."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": []}
    here = request.resolver_match.view_name if request.resolver_match else ""
    entries = [
        {
            "label": entry.label,
            "url": reverse(entry.url_name),
            "current": _group(here) in (_group(entry.url_name), *entry.also),
        }
        for entry in MENU
        if may(user, entry.url_name)
    ]
    return {"menu": entries, "may_name_deputies": may(user, "deputies")}
