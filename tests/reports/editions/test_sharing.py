"""An edition whose hour has not come is read by nobody but who was given it: members by name, others by a link that ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reports.asking import Question
from reports.editions import correcting, sharing
from reports.editions.publishing import publish
from reports.models import Advance, Briefing, Edition, ReadingLink
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.frozen import STANDING, thawed
from seoulwork.audit.models import Event
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.periods import Month
from seoulwork.figures.recording import Conflict
from seoulwork.notices.models import Kind, Notice
from seoulwork.notices.telling import deliver_then, notices_of
from seoulwork.operations.models import Task
from tests.reports.editions.test_corrections import correct_youth_jobs

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
JULY = BriefingName(Month(2018, 7))
ADDRESS = "/briefings/2018-07/"
SECOND = f"{ADDRESS}editions/2/"
SECRET = "58,697"


@pytest.fixture
def appointed(briefing_data: None) -> Edition:
    """July, published; and its correction, which is read from tomorrow on."""
    publish(Briefing.objects.get(), None, reason="시험")
    correcting.begin(Briefing.objects.get(), by=None, reason="집계 오류")
    correct_youth_jobs(58_697)
    User.objects.create(username="someone", name="아무개", role=Role.COUNCIL, email="someone@example.org")
    tomorrow = timezone.now() + timedelta(days=1)
    return publish(Briefing.objects.get(), None, reason="시험", readable_from=tomorrow)


def member(name: str) -> tuple[User, Client]:
    user = User.objects.create(username=name, name=name, role=Role.COUNCIL)
    client = Client(raise_request_exception=False)
    client.force_login(user, "seoulwork.accounts.backends.Backend")
    return user, client


def its_hour_has_come() -> None:
    with thawed(STANDING):
        Edition.objects.filter(number=2).update(readable_from=timezone.now() - timedelta(seconds=1))


OF_THE_EDITION = [
    SECOND,
    f"{SECOND}front/",
    f"{SECOND}sections/part-1/",
    f"{SECOND}sections/errata/",
    *(f"{SECOND}download/{kind}/" for kind in ("html", "pdf", "xlsx", "hwpx")),
    f"{SECOND}sharing/",
    f"{SECOND}withdraw/",
    f"{ADDRESS}sections/errata/",
    f"{ADDRESS}origins/?edition=2",
    "/briefings/changes/?old=2018-07/1&new=2018-07/2",
    "/briefings/changes/?old=2018-07/2&new=2018-07/1&format=pdf",
    "/briefings/changes/?old=2018-07/1&new=2018-07/draft",
    f"{ADDRESS}correct/",
    f"{ADDRESS}drafts/pdf/",
    f"{ADDRESS}drafts/pdf/file/",
    f"{ADDRESS}checks/",
    f"{ADDRESS}desk/",
]
"""None of these is there for who may not read it."""
OF_ALL = [
    "/",
    "/briefings/",
    ADDRESS,
    f"{ADDRESS}front/",
    f"{ADDRESS}editions/",
    f"{ADDRESS}editions/1/",
    "/briefings/changes/",
    "/briefings/search/?q=58,697",
    f"{ADDRESS}download/html/",
    "/notices/",
    "/briefings/questions/",
]
"""These are there, and say nothing of it."""


def forged(link: ReadingLink) -> list[str]:
    """Tokens that were not made here."""
    token = sharing.token_of(link)
    key, _, signature = token.partition(":")
    return [
        key,
        f"{key}:",
        f"{key}:{'A' * len(signature)}",
        f"{int(key) + 1}:{signature}",
        f"{key}:{signature[:-1]}",
        f"{token}x",
        Signer().sign(key),
        Signer(key="another").sign(key),
        Signer(salt="reports.reading-link", key="x").sign(key),
        f"{key} :{signature}",
    ]


def test_no_try_to_read_what_is_not_out_succeeds(appointed: Edition, signed_in: SignIn) -> None:
    administrator = User.objects.create(username="root", name="관리자", role=Role.ADMINISTRATOR)
    council, anonymous = signed_in(Role.COUNCIL), Client(raise_request_exception=False)
    taken, had = member("taken")
    advance = sharing.give(appointed, taken, by=administrator)
    Question.objects.create(
        edition=appointed,
        section="part-1",
        title="Ⅰ",
        line=f"{SECRET} (달성)",
        text=f"{SECRET} (달성)은 맞습니까?",
        by=taken,
        answer="맞습니다",
        answered_at=timezone.now(),
    )
    sharing.take(appointed, advance.pk, by=administrator)
    first = Edition.objects.get(number=1)
    other, has_first = member("other")
    sharing.give(first, other, by=administrator)
    soon = timezone.now() + timedelta(hours=1)
    link, revoked, of_first = (
        sharing.make(each, "밖의 사람", soon, by=administrator) for each in (appointed, appointed, first)
    )
    expired = sharing.make(appointed, "늦은 사람", soon, by=administrator)
    sharing.revoke(appointed, revoked.pk, by=administrator)
    ReadingLink.objects.filter(pk=expired.pk).update(at=soon - timedelta(days=3), expires_at=soon - timedelta(days=2))

    tries: list[tuple[str, Client, str, str, dict[str, str]]] = []
    for who, client in (
        ("member", council),
        ("taken back", had),
        ("of another edition", has_first),
        ("nobody", anonymous),
    ):
        tries += [(who, client, "get", address, {}) for address in OF_THE_EDITION]
        tries += [(who, client, "head", address, {}) for address in OF_THE_EDITION[:8]]
        tries += [(who, client, "get", address, {"HTTP_RANGE": "bytes=0-99"}) for address in OF_THE_EDITION[4:8]]
    over = [sharing.token_of(each) for each in (revoked, expired)]
    for token in (*forged(link), *over):
        pages = [
            reverse("shared", args=[token]),
            reverse("shared_file", args=[token, "pdf"]),
            reverse("shared_picture", args=[token, "0" * 64]),
        ]
        tries += [("by a link", anonymous, method, address, {}) for address in pages for method in ("get", "head")]
        tries += [("by a link, logged in", council, "get", address, {"HTTP_RANGE": "bytes=0-9"}) for address in pages]
    assert len(tries) >= 40
    wrong = []
    for who, client, method, address, headers in tries:
        response = getattr(client, method)(address, **headers)
        if response.status_code not in (302, 403, 404, 405, 410) or SECRET in response.content.decode(errors="replace"):
            wrong.append(f"{who} {method} {address}: {response.status_code}")
    assert wrong == []
    for client in (council, had, has_first):
        for address in OF_ALL:
            page = (
                client.get(address, follow=True)
                .content.decode(errors="replace")
                .replace("q=58,697", "")
                .replace('value="58,697"', "")
            )
            assert "집계 오류" not in page and "제2판" not in page, address
            assert f"{SECRET} (" not in page and "/editions/2/" not in page, address
    of_the_first = anonymous.get(reverse("shared", args=[sharing.token_of(of_first)])).content.decode()
    assert "48,697" in of_the_first and SECRET not in of_the_first and "정정" not in of_the_first
    assert not Event.objects.filter(action=Action.LINK_USED, detail__edition="2").exists()


def test_named_members_and_who_has_a_link_read_it_before_its_hour_and_all_from_then_on(
    appointed: Edition, signed_in: SignIn
) -> None:
    administrator, council, outside = signed_in(Role.ADMINISTRATOR), signed_in(Role.COUNCIL), Client()
    sharing_page = f"{SECOND}sharing/"
    user, early = member("early")
    administrator.post(sharing_page, {"do": "give", "user": user.pk})
    page = early.get(ADDRESS).content.decode()
    assert SECRET in page and "미리보기입니다" in page
    assert early.get(f"{SECOND}download/xlsx/").status_code == 200
    assert "미리보기를 받았습니다" in early.get("/notices/").content.decode()
    # Who wants mails gets one at the hour.
    someone = User.objects.get(username="someone")
    (then,) = DBTaskResult.objects.filter(task_path__endswith="deliver_then")
    about, reader, site = then.args_kwargs["args"]
    assert (then.run_after, reader, about) == (appointed.readable_from, someone.pk, f"edition-{appointed.pk}")
    send: Any = deliver_then.func
    assert not [each for each in mail.outbox if each.to == ["someone@example.org"]]
    send(about, reader, site)
    send(about, reader, site)  # begun again by another worker
    (sent,) = [each for each in mail.outbox if each.to == ["someone@example.org"]]
    assert "정정했습니다" in sent.subject
    assert "부터 시의원이 읽" in administrator.get(f"{ADDRESS}editions/").content.decode()

    until = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    past = timezone.localtime(timezone.now() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    told = administrator.post(sharing_page, {"do": "make", "given_to": "기자", "until": past}).content.decode()
    assert "90일 안의 때" in told
    administrator.post(sharing_page, {"do": "make", "given_to": "기자", "until": until})
    link = ReadingLink.objects.get()
    address = reverse("shared", args=[sharing.token_of(link)])
    assert address in administrator.get(sharing_page).content.decode()
    page = outside.get(address).content.decode()
    assert SECRET in page and "기자 님에게 드린 읽기 주소" in page
    assert outside.get(f"{address}pdf/")["Content-Type"] == "application/pdf"
    broken_off = outside.get(f"{address}pdf/", headers={"Range": "bytes=2-"})
    assert (broken_off.status_code, outside.head(f"{address}pdf/").status_code) == (206, 200)
    assert outside.get(f"{address}pdf/", headers={"If-None-Match": broken_off["ETag"]}).status_code == 304
    assert outside.get(f"{address}odt/").status_code == 404
    used = Event.objects.filter(action=Action.LINK_USED).order_by("pk")
    assert [(each.actor, each.subject.rpartition(" · ")[2]) for each in used] == [
        (None, "화면"),
        *[(None, "PDF 파일")] * 2,
    ]

    of_first = sharing.make(Edition.objects.get(number=1), "기자", link.expires_at, by=user)
    first = reverse("shared", args=[sharing.token_of(of_first)])
    assert "정정되었습니다" not in outside.get(first).content.decode(), "its correction is not out"
    someone = User.objects.get(username="someone")
    assert not notices_of(someone).filter(kind=Kind.CORRECTED).exists()
    its_hour_has_come()
    Notice.objects.filter(user=someone).update(at=timezone.now() - timedelta(seconds=1))
    assert notices_of(someone).filter(kind=Kind.CORRECTED).exists()
    assert SECRET in council.get(ADDRESS).content.decode()
    page = outside.get(first).content.decode()
    assert "이 판은 정정되었습니다" in page and "새 주소" in page and SECRET not in page and "/editions/2/" not in page
    assert "정정되었습니다" not in outside.get(address).content.decode()
    administrator.post(sharing_page, {"do": "revoke", "which": link.pk})
    administrator.post(sharing_page, {"do": "revoke", "which": link.pk})
    assert outside.get(address).status_code == 410
    administrator.post(sharing_page, {"do": "take", "which": Advance.objects.get().pk})
    administrator.post(sharing_page, {"do": "take", "which": "x"})
    assert Advance.objects.get().taken_at


def test_what_is_withdrawn_before_its_hour_is_told_nobody(appointed: Edition, signed_in: SignIn) -> None:
    council = signed_in(Role.COUNCIL)
    administrator = User.objects.create(username="root", name="관리자", role=Role.ADMINISTRATOR)
    link = sharing.make(appointed, "밖의 사람", timezone.now() + timedelta(hours=1), by=administrator)
    assert Notice.objects.filter(user__role=Role.COUNCIL).exists()
    correcting.withdraw(appointed, by=None, reason="잘못 발행")
    assert not Notice.objects.filter(user__role=Role.COUNCIL).exists()
    assert council.get(SECOND).status_code == 404
    assert Client().get(reverse("shared", args=[sharing.token_of(link)])).status_code == 410
    its_hour_has_come()
    assert council.get(SECOND).status_code == 410


def test_who_had_an_advance_copy_is_told_of_the_withdrawal_and_reads_why(appointed: Edition) -> None:
    """And nobody else of the council."""
    administrator = User.objects.create(username="root", name="관리자", role=Role.ADMINISTRATOR)
    (reader, client), (former, _), (_, others) = member("reader"), member("former"), member("other")
    sharing.give(appointed, reader, by=administrator)
    sharing.take(appointed, sharing.give(appointed, former, by=administrator).pk, by=administrator)
    correcting.withdraw(appointed, by=administrator, reason="개인정보가 실렸음")
    told = Notice.objects.filter(kind=Kind.CORRECTED, user__role=Role.COUNCIL)
    assert [each.user for each in told] == [reader]
    for address, status in ((told.get().address, 200), (SECOND, 410), (f"{SECOND}download/pdf/", 410)):
        answer = client.get(address)
        assert (answer.status_code, "개인정보가 실렸음" in answer.content.decode()) == (status, True), address
        assert "개인정보가 실렸음" not in others.get(address).content.decode()


def test_an_advance_copy_is_given_once_and_to_members_only(appointed: Edition) -> None:
    administrator = User.objects.create(username="root", name="관리자", role=Role.ADMINISTRATOR)
    user, _ = member("early")
    sharing.give(appointed, user, by=administrator)
    with pytest.raises(Conflict):
        sharing.give(appointed, user, by=administrator)
    with pytest.raises(Conflict):
        sharing.give(appointed, administrator, by=administrator)
    assert user not in sharing.may_get(appointed)


@pytest.mark.any_engine
def test_the_hour_is_one_to_come(briefing_data: None, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    page = administrator.post(f"{ADDRESS}publish/", {"reason": "시험", "readable_from": "2018-07-17T10:00"})
    assert "이미 지난 때입니다" in page.content.decode()
    administrator.post(f"{ADDRESS}publish/", {"reason": "시험", "readable_from": "2100-07-17T10:00"})
    assert [each.arguments["readable_from"] for each in Task.objects.filter(kind="publish")] == [
        "2100-07-17T10:00:00+09:00"
    ]
