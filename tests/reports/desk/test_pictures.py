"""The pictures of a part, through their pages: put up, placed, shown, served, changed, carried along."""

import json
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from reports.assemble import assemble
from reports.document import Picture
from reports.editions import correcting
from reports.editions.preparation import begin
from reports.editions.publishing import publish, readiness_of
from reports.models import Briefing, Edition, PublishedFile
from seoulwork.accounts.models import Role, User
from seoulwork.audit.models import Event
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.periods import Month
from seoulwork.entry.files import LARGEST
from tests.reports.desk.writing import DESK, PART, keep, models, passages, text_of
from tests.reports.drawings import SVG, picture

JULY = Month(2018, 7)
PICTURES = f"{PART}pictures/"
TOLD = {"name": "추진체계", "alternative": "시장 아래 정책관", "caption": "추진체계", "source": "서울시", "share": "60"}


def put(client: Client, content: bytes, called: str = "그림.png", address: str = PICTURES, **told: str) -> str:
    """What is said of a picture that is put up."""
    sent = TOLD | told | {"file": SimpleUploadedFile(called, content)}
    response = client.post(address, sent)
    return said(response)


def said(response: Any) -> str:
    return " ".join(map(str, get_messages(response.wsgi_request)))


def shown(month: Month = JULY) -> list[Picture]:
    document = assemble(Briefing.objects.get(month=month))
    return [each for section in document.walk() for each in section.blocks if isinstance(each, Picture)]


def digest() -> str:
    return str(models.ManuscriptPicture.objects.values_list("sha256", flat=True).get())


@pytest.mark.any_engine
@pytest.mark.confined
@pytest.mark.parametrize(
    ("called", "content", "media"),
    [
        ("조직도.png", picture(), "image/png"),
        ("사진.jpeg", picture(kind="JPEG"), "image/jpeg"),
        ("추진체계.svg", SVG, "image/svg+xml"),
    ],
    ids=["png", "jpeg", "svg"],
)
def test_a_picture_is_put_up_placed_printed_and_served(
    officer: Client, signed_in: Callable[..., Client], called: str, content: bytes, media: str
) -> None:
    text = text_of(officer)
    assert "글에 넣었습니다" in put(officer, content, called)
    assert text_of(officer) == f"{text}\n[그림: 추진체계]"
    keep(officer, text, text_of(officer))
    assert "글에 두지 않음" in officer.get(PICTURES).content.decode()
    assert keep(officer, f"{text}\n[그림: 추진체계]", text)["problems"] == []
    assert passages().endswith("[그림: 추진체계]")
    (found,) = shown()
    assert (found.alternative, found.caption, found.source_note, found.share) == (
        "시장 아래 정책관",
        "추진체계",
        "자료 : 서울시",
        60,
    )
    assert found.media_type == media and found.content
    # A drawing carries the letters that it writes: not each machine has a Korean font.
    assert (b"@font-face{font-family:'Pretendard GOV'" in found.content) == (media == "image/svg+xml")
    address = f"/briefings/2018-07/pictures/{digest()}/"
    assert f'src="{address}"' in officer.get("/briefings/2018-07/sections/labour-1/").content.decode()
    assert "글에 둠" in officer.get(PICTURES).content.decode()

    served = officer.get(address)
    assert served.content == found.content
    assert served["Content-Type"] == media
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Cache-Control"] == "private, no-cache"
    assert "default-src 'none'" in served["Content-Security-Policy"] and "sandbox" in served["Content-Security-Policy"]
    assert "script-src 'self'" not in served["Content-Security-Policy"]
    assert officer.get(address, headers={"If-None-Match": served["ETag"]}).status_code == 304
    assert officer.get(f"/briefings/2018-07/pictures/{'0' * 64}/").status_code == 404
    assert signed_in(Role.COUNCIL).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.confined
@pytest.mark.parametrize(
    ("called", "content", "word"),
    [
        ("빈.png", b"", "빈 파일"),
        ("큰.png", b"\x89PNG\r\n\x1a\n" + b"0" * LARGEST, "10MB보다"),
        ("글.png", b"%PDF-1.7 ...", "받지 않는 파일"),
        ("쪽.svg", b"<html><body>svg</body></html>", "받지 않는 파일"),
        ("끊긴.png", picture()[:50], "손상되었거나"),
        ("화소.png", picture((9_000, 9_000), "1"), "화소까지"),
        ("코드.svg", SVG.replace(b"<title>", b"<script/><title>"), "<script>"),
        ("글자.svg", SVG.replace("시장".encode(), "\U00013000".encode()), "글꼴에 없는 글자"),
    ],
    ids=lambda each: each if isinstance(each, str) else f"{len(each)} bytes",
)
def test_what_cannot_be_taken_is_told_in_one_sentence_and_nothing_is_kept(
    officer: Client, called: str, content: bytes, word: str
) -> None:
    sent = TOLD | {"file": SimpleUploadedFile(called, content)}
    response = officer.post(PICTURES, sent)
    assert response.status_code == 200
    assert word in response.content.decode().replace("&lt;", "<").replace("&gt;", ">")
    assert not models.ManuscriptPicture.objects.exists()


@pytest.mark.any_engine
def test_words_are_required_and_names_are_taken_once(officer: Client) -> None:
    response = officer.post(PICTURES, TOLD | {"alternative": " ", "file": SimpleUploadedFile("그림.png", picture())})
    assert "필수" in str(response.context["form"].errors["alternative"])
    assert "대괄호" in put(officer, picture(), name="가]나")
    put(officer, picture())
    assert "이미 있습니다" in put(officer, picture())
    assert models.ManuscriptPicture.objects.count() == 1


@pytest.mark.any_engine
def test_a_line_without_its_picture_is_told_in_its_place(officer: Client) -> None:
    text = text_of(officer)
    put(officer, picture())
    keep(officer, text, text_of(officer))
    lines = len(text.split("\n"))
    for line, sentence in (
        ("[그림: 추진]", "이 원고에 없는 그림입니다. 가까운 이름: 추진체계."),
        ("○ 글 [그림: 추진체계]", "한 줄에 따로"),
        ("[그림: 추진체계]\n[그림: 추진체계]", f"{lines + 1}번째 줄에도 있습니다"),
        ("[요지]\n[그림: 추진체계]", "여기에는 그림을 둘 수 없습니다"),
    ):
        problems = keep(officer, f"{text}\n{line}", text_of(officer))["problems"]
        assert sentence in problems[0]["text"]
        assert passages() == text
    other = text_of(officer, f"{DESK}labour/2/")
    (problem,) = keep(officer, f"{other}\n[그림: 추진체계]", other, f"{DESK}labour/2/")["problems"]
    assert "이 원고에 없는 그림입니다" in problem["text"]


@pytest.mark.any_engine
def test_what_stands_beside_it_is_changed_and_two_who_do_lose_nothing(officer: Client, head: Client) -> None:
    put(officer, picture())
    row = models.ManuscriptPicture.objects.get()
    address = f"{PICTURES}{row.pk}/"
    seen = officer.get(address).context["form"].initial["seen"]
    told = {name: value for name, value in TOLD.items() if name != "name"} | {"seen": seen}
    assert "고쳤습니다" in said(head.post(address, told | {"caption": "새 제목"}))
    assert "그사이" in said(officer.post(address, told | {"caption": "다른 제목"}))
    assert "그사이" in said(officer.post(address, {"seen": seen, "remove": "1"}))
    row.refresh_from_db()
    assert (row.caption, row.sha256, row.changed_by and row.changed_by.role) == ("새 제목", digest(), Role.HEAD)
    seen = officer.get(address).context["form"].initial["seen"]
    before = row.sha256
    officer.post(address, told | {"seen": seen, "file": SimpleUploadedFile("새.png", picture((50, 50)))})
    assert digest() != before
    assert Event.objects.filter(action="manuscript_picture_kept").count() == 3


@pytest.mark.slow
@pytest.mark.confined
def test_each_version_stays_with_who_made_it_and_is_taken_again(
    officer: Client, head: Client, signed_in: Callable[..., Client]
) -> None:
    put(officer, picture())
    (row,) = models.ManuscriptPicture.objects.all()
    address, first = f"{PICTURES}{row.pk}/", row.sha256

    def change(client: Client, content: bytes | None, **told: str) -> str:
        seen = client.get(address).context["form"]["seen"].value()
        file = {"file": SimpleUploadedFile("새.png", content)} if content else {}
        return said(client.post(address, TOLD | {"seen": seen} | told | file))

    change(head, None, caption="새 제목")
    change(officer, picture((30, 40)), alternative="새 그림")
    versions = list(row.versions.all())
    assert [(each.by and each.by.username, each.caption, each.alternative) for each in versions] == [
        ("labour-officer", "추진체계", "새 그림"),
        ("labour-head", "새 제목", "시장 아래 정책관"),
        ("labour-officer", "추진체계", "시장 아래 정책관"),
    ]
    # What two versions show is held once.
    assert [bool(each.content) for each in versions] == [True, False, True]
    page = officer.get(address).content.decode()
    assert page.count("판 되살리기") == 2 and "지금 그림" in page
    earlier = f"/briefings/2018-07/pictures/{first}/"
    assert officer.get(earlier).status_code == 200
    assert signed_in(Role.OFFICER, "programmes").get(earlier).status_code == 404

    seen = officer.get(address).context["seen"]
    sent = {"restore": str(versions[1].pk), "seen": seen}
    assert "되살렸습니다" in said(officer.post(address, sent))
    row.refresh_from_db()
    assert (row.sha256, row.caption, row.alternative) == (first, "새 제목", "시장 아래 정책관")
    assert bytes(row.content) == bytes(versions[2].content)
    assert row.versions.count() == 4
    assert Event.objects.filter(action="manuscript_picture_kept").first().reason == "앞의 판을 되살림"  # type: ignore[union-attr]
    assert "다른 사람이 그사이" in said(officer.post(address, sent))
    seen = officer.get(address).context["seen"]
    assert officer.post(address, {"restore": "0", "seen": seen}).status_code == 404
    # One that was kept before versions were has its own as soon as it is changed.
    row.versions.all().delete()
    change(head, None, caption="또 새 제목")
    assert [each.caption for each in row.versions.all()] == ["또 새 제목", "새 제목"]


@pytest.mark.any_engine
def test_the_printed_page_beside_the_text_has_it(officer: Client) -> None:
    put(officer, picture((60, 60)))
    body = json.dumps({"text": "□ 추진체계\n[그림: 추진체계]"})
    answer = officer.post(f"{PART}print/", body, content_type="application/json").json()
    with Image.open(BytesIO(b64decode(answer["pages"][0]["picture"]))) as page:
        assert (200, 30, 30) in {colour for _, colour in page.convert("RGB").getcolors(100_000) or ()}


def test_a_picture_that_is_placed_is_not_removed(officer: Client) -> None:
    text = text_of(officer)
    put(officer, picture())
    address = f"{PICTURES}{models.ManuscriptPicture.objects.get().pk}/"
    with_it = f"{text}\n[그림: 추진체계]"
    keep(officer, with_it, text)

    def remove() -> str:
        seen = officer.get(address).context["form"].initial["seen"]
        return said(officer.post(address, {"seen": seen, "remove": "1"}))

    assert "줄을 먼저 지워 주세요" in remove()
    keep(officer, text, with_it)
    assert "지웠습니다" in remove()
    assert not models.ManuscriptPicture.objects.exists()


@pytest.mark.any_engine
def test_a_picture_placed_nowhere_is_told_before_publishing(officer: Client) -> None:
    text = text_of(officer)
    put(officer, picture())
    keep(officer, text, text_of(officer))
    told = [each.finding for each in readiness_of(Briefing.objects.get()).findings]
    found = [each for each in told if "picture" in each.rule]
    assert [each.rule for each in found] == ["texts.unplaced_picture"]
    assert "[그림: 추진체계]" in found[0].sentence


@pytest.mark.any_engine
def test_settled_and_published_parts_keep_their_pictures(
    officer: Client, head: Client, signed_in: Callable[..., Client]
) -> None:
    text = text_of(officer)
    put(officer, picture())
    keep(officer, f"{text}\n[그림: 추진체계]", text)
    officer.post(f"{PART}submit/")
    head.post(f"{PART}settle/")
    assert "확정한 원고" in put(officer, picture((9, 9)), name="둘")
    page = officer.get(PICTURES).content.decode()
    assert "확정한 원고" in page and "올리기" not in page

    publish(Briefing.objects.get(), None, reason="시험")
    published = bytes(PublishedFile.objects.get(format="html").content).decode()
    assert published.count("data:image/png;base64,") == 1
    council = signed_in(Role.COUNCIL)
    assert council.get(f"/briefings/2018-07/pictures/{digest()}/").status_code == 200
    assert f"/pictures/{digest()}/" in council.get("/briefings/2018-07/").content.decode()
    assert officer.get(PICTURES).status_code == 302
    assert officer.post(PICTURES, TOLD | {"file": SimpleUploadedFile("그림.png", picture())}).status_code == 302
    assert models.ManuscriptPicture.objects.count() == 1
    correcting.withdraw(Edition.objects.get(), by=None, reason="읽혀서는 안 됨")
    assert council.get(f"/briefings/2018-07/pictures/{digest()}/").status_code == 404


def test_pictures_go_along_into_the_next_briefing(officer: Client) -> None:
    text = text_of(officer)
    put(officer, picture())
    keep(officer, f"{text}\n[그림: 추진체계]", text)
    source = Briefing.objects.get()
    month = Month(2018, 9)
    fields = {"reference_month": Month(2018, 8), "plan_year": 2018, "session": "제283회", "committee": "위원회"}
    begin(Briefing(month=month, title="9월", vision="가", **fields), source, by=User.objects.get(role=Role.OFFICER))
    assert [(each.alternative, each.sha256) for each in shown(month)] == [("시장 아래 정책관", digest_of(month))]
    part = "/briefings/2018-09/desk/labour/1/"
    assert text_of(officer, part) == f"{text}\n[그림: 추진체계]"
    # Another one now: a change here leaves the earlier one.
    row = models.ManuscriptPicture.objects.get(
        manuscript__in=models.Manuscript.objects.of_briefing(BriefingName(month))
    )
    seen = officer.get(f"{part}pictures/{row.pk}/").context["form"].initial["seen"]
    told = {name: value for name, value in TOLD.items() if name != "name"}
    officer.post(f"{part}pictures/{row.pk}/", told | {"seen": seen, "alternative": "다른 글"})
    assert [each.alternative for each in shown()] == ["시장 아래 정책관"]
    assert [each.alternative for each in shown(month)] == ["다른 글"]


def digest_of(month: Month) -> str:
    rows = models.ManuscriptPicture.objects.filter(
        manuscript__in=models.Manuscript.objects.of_briefing(BriefingName(month))
    )
    return str(rows.values_list("sha256", flat=True).get())
