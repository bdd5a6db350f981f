"""예상 질의답변: made of what editions keep; for the staff."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from reports.asking import Question
from reports.editions import correcting
from reports.editions.publishing import publish
from reports.models import Briefing
from reports.printed import PrintedLine
from seoulwork.accounts.models import Role
from tests.reports.editions.test_corrections import correct_youth_jobs
from tests.reports.reading import flat, text_of_pdf

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
FIRST, SECOND = ("/briefings/2018-07/editions/1/", "/briefings/2018-07/editions/2/")


@pytest.mark.printed
def test_of_a_corrected_edition_pack_and_asking_say_so(briefing_data: None, signed_in: SignIn) -> None:
    publish(Briefing.objects.get(), None, reason="시험")
    officer, council = signed_in(Role.OFFICER, "labour"), signed_in(Role.COUNCIL)
    pages = [(officer, "pack/"), (council, "sections/labour-6/ask/")]
    for client, page in pages:
        assert "정정되었습니다" not in client.get(FIRST + page).content.decode()
    line = PrintedLine.objects.filter(section="labour-6").latest("position")
    council.post(f"{FIRST}sections/labour-6/ask/", {"line": line.pk, "text": "언제 끝납니까?"})
    questions = ["/briefings/questions/", reverse("question", args=[Question.objects.get().pk])]
    for address in questions:
        assert "정정되기 전 판" not in council.get(address).content.decode()
    correcting.begin(Briefing.objects.get(), by=None, reason="집계 오류")
    correct_youth_jobs(58_697)
    publish(Briefing.objects.get(), None, reason="시험")
    for client, page in pages:
        told = unescape(client.get(FIRST + page).content.decode())
        assert "이 판은 정정되었습니다" in told and "제2판(정정) 보기" in told, page
        assert "정정되었습니다" not in client.get(SECOND + page).content.decode()
    for address in questions:
        assert "정정되기 전 판" in council.get(address).content.decode(), address
    first, second = (flat(text_of_pdf(officer.get(f"{each}pack/?format=pdf").content)) for each in (FIRST, SECOND))
    assert "정정되기전판" in first and "정정되기전판" not in second
