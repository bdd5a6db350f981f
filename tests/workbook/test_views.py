"""The pages of the import, without a browser: what they show, what they do, what they refuse."""

import hashlib
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from reports.models import Briefing
from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.queries import ledger
from seoulwork.figures.recording import Stamp, record_actual
from seoulwork.operations.models import Task
from seoulwork.operations.tasks import GIVEN_UP
from seoulwork.workbook import forms
from seoulwork.workbook.models import Batch, Mapping, Workbook
from seoulwork.workbook.safety import TOO_MUCH, TooMuch
from seoulwork.workbook.template import make_template
from tests.workbook.pages import COUNSELLING, EDUCATION, MONTHS, SENDER, SPLIT, WHOLE, good, sent, stored, upload, work
from tests.workbook.writing import by_openpyxl

BEFORE = [("2018-01", WHOLE)]
AFTER = [(f"2018-{number:02}", value) for number, value in enumerate(MONTHS, 1)]


@pytest.fixture
def administrator(briefing_data: None) -> User:
    return User.objects.create(username="admin", name="관리자", role=Role.ADMINISTRATOR)


@pytest.fixture
def client(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def page(client: Client, name: str = "import_workbook", **query: str) -> str:
    """A page of the only received workbook, or of the list."""
    arguments = [Workbook.objects.get().pk] if name != "imports" else []
    response = client.get(reverse(name, args=arguments), query)
    assert response.status_code == 200, response.headers
    return str(response.content.decode())


def previewed(client: Client, content: bytes | None = None, **given: Any) -> str:
    """Upload, look, and the page that follows."""
    response = upload(client, good() if content is None else content, **given)
    assert response.status_code == 302
    work()
    return page(client)


def confirm(client: Client, **given: str) -> Task:
    workbook = Workbook.objects.get()
    fingerprint = workbook.report.content["fingerprint"]
    client.post(reverse("import_confirm", args=[workbook.pk]), {"fingerprint": fingerprint, **given})
    return work()


def write_over(month: int, value: int, by: User | None = None) -> None:
    """Somebody enters a figure of a month by hand."""
    own = division("labour")
    indicator = own.models.Indicator.objects.get(name=COUNSELLING)
    record_actual(
        own.models,
        {"indicator_id": indicator.pk, "part_id": None},
        Run(Month(2018, month), Month(2018, month)),
        {"value": value, "denominator": None},
        Stamp(by, Source.BROWSER),
    )


class TestTemplate:
    @pytest.mark.any_engine
    def test_the_months_asked_for_come_as_a_workbook_that_the_upload_takes(self, client: Client) -> None:
        response = client.get(reverse("import_template", args=["labour"]), {"year": 2018, "first": 1, "last": 6})
        assert "filename*=utf-8''" in response.headers["Content-Disposition"]
        book = load_workbook(io.BytesIO(response.content))
        assert book["실적"]["I4"].value == "2018년 1월"
        row = next(row for row in book["실적"].iter_rows(min_row=5) if row[2].value == COUNSELLING)
        for cell, value in zip(row[8:], MONTHS, strict=True):
            cell.value = value
        filled = io.BytesIO()
        book.save(filled)
        assert "반입할 수 있습니다" in previewed(client, filled.getvalue())

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ({"year": "20a8", "first": "1", "last": "6"}, "연도는 2018처럼 네 자리 수로 적어 주세요."),
            ({"year": "2018", "first": "5", "last": "2"}, "마지막 달이 첫 달보다 앞섭니다."),
            ({"year": "2018", "first": "0", "last": "13"}, "올바르게 선택해 주세요."),
        ],
    )
    def test_months_that_are_none_are_said_beside_their_field(
        self, client: Client, query: dict[str, str], message: str
    ) -> None:
        assert message in client.get(reverse("import_template", args=["labour"]), query).content.decode()

    def test_an_officer_gets_the_template_of_the_own_division_only(self, briefing_data: None) -> None:
        client = Client()
        client.force_login(User.objects.create(username="officer", name="담당", role=Role.OFFICER, division="labour"))
        shown = client.get(reverse("import_template", args=["labour"])).content.decode()
        assert "노동정책담당관" in shown
        assert reverse("import_template", args=["programmes"]) not in shown
        assert client.get(reverse("import_template", args=["programmes"])).status_code == 403


class TestUpload:
    def test_uploading_leads_to_the_progress_and_changes_nothing(self, client: Client, administrator: User) -> None:
        response = upload(client, good(), year="2018")
        task = Task.objects.get()
        assert response.headers["Location"] == reverse("import_progress", args=[task.pk])
        workbook = Workbook.objects.get()
        assert (workbook.name, workbook.sender, workbook.year, workbook.received_by) == (
            SPLIT,
            SENDER,
            2018,
            administrator,
        )
        assert stored() == BEFORE

    @pytest.mark.parametrize(
        ("content", "message"),
        [(b"", "빈 파일입니다"), (b"hello", "쉼표·탭으로 나눈 표(.csv)도 아닙니다."), (good()[:-400], "손상되었거나")],
        ids=["빈 파일", "글", "잘린 파일"],
    )
    def test_what_is_no_workbook_is_refused_in_place_and_leaves_nothing(
        self, client: Client, content: bytes, message: str
    ) -> None:
        response = upload(client, content)
        assert response.status_code == 200
        assert message in response.content.decode()
        assert not Workbook.objects.exists()
        assert not Task.objects.exists()

    def test_a_large_file_is_refused_before_it_is_read(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(forms, "LARGEST_FILE", 1_000)
        assert "보다 큽니다" in upload(client, good()).content.decode()
        assert not Workbook.objects.exists()

    @pytest.mark.any_engine
    def test_the_template_of_another_division_is_not_kept(self, client: Client) -> None:
        other = division("programmes")
        half_year = Run.parse("2018H1")
        upload(client, make_template(other, ledger(other, half_year.last), half_year))
        task = work()
        assert (
            "일자리정책담당관의 서식입니다" in client.get(reverse("import_progress", args=[task.pk])).content.decode()
        )
        assert not Workbook.objects.exists()

    @pytest.mark.any_engine
    def test_the_same_file_again_leads_to_what_became_of_it(self, client: Client) -> None:
        previewed(client)
        confirm(client)
        response = upload(client, good())
        assert response.headers["Location"] == reverse("import_workbook", args=[Workbook.objects.get().pk])
        assert "관리자가 이미 반입했습니다" in page(client)
        assert Batch.objects.count() == 1


class TestRefusedLooks:
    def test_what_a_look_refuses_is_thrown_away_and_recorded(self, client: Client, administrator: User) -> None:
        """A template from before a change: nothing can be said of it cell by cell."""
        half_year, own = Run.parse("2018H1"), division("labour")
        upload(client, make_template(own, ledger(own, half_year.last), half_year))
        own.models.Indicator.objects.create(short_name="새지표", name="새 지표", unit="건", position=99)
        task = work()
        assert not Workbook.objects.exists()
        event = Event.objects.get(action=Action.WORKBOOK_DISCARDED)
        assert (event.actor, "옛 서식" in event.reason) == (administrator, True)
        shown = client.get(reverse("import_progress", args=[task.pk])).content.decode()
        assert "받은 파일은 지웠습니다. 저장된 것은 아무것도 바꾸지 않았습니다." in shown

    @pytest.mark.any_engine
    def test_a_file_that_was_read_once_is_kept_when_a_limit_ends_a_look(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        upload(client, good())

        def too_slow(*_: object) -> None:
            raise TooMuch(TOO_MUCH)

        with monkeypatch.context() as patch:
            patch.setattr("seoulwork.workbook.importing.receive.read_sheets", too_slow)
            work()
        assert "너무 크거나 복잡해서" in page(client)
        client.post(reverse("import_preview", args=[Workbook.objects.get().pk]))
        work()
        assert "반입할 수 있습니다" in page(client)

    @pytest.mark.any_engine
    def test_a_done_look_at_a_file_that_is_gone_is_no_error(self, client: Client) -> None:
        previewed(client)
        client.post(reverse("import_discard", args=[Workbook.objects.get().pk]))
        shown = client.get(reverse("import_progress", args=[Task.objects.get().pk])).content.decode()
        assert "받은 파일은 그 뒤에 지웠습니다." in shown
        assert "notice error" not in shown


class TestProgress:
    @pytest.mark.any_engine
    def test_the_work_can_be_left_and_come_back_to(self, client: Client) -> None:
        upload(client, good())
        task = Task.objects.get()
        shown = client.get(reverse("import_progress", args=[task.pk])).content.decode()
        assert 'value="0"' in shown
        assert "이 화면을 떠나도 계속됩니다" in shown
        back = client.get(reverse("import_workbook", args=[Workbook.objects.get().pk]))
        assert back.headers["Location"] == reverse("import_progress", args=[task.pk])
        work()
        done = client.get(reverse("import_progress", args=[task.pk]))
        assert done.headers["Location"] == reverse("import_workbook", args=[Workbook.objects.get().pk])

    def test_work_under_way_is_not_begun_twice(self, client: Client) -> None:
        upload(client, good())
        client.post(reverse("import_preview", args=[Workbook.objects.get().pk]))
        assert Task.objects.count() == 1

    def test_work_that_came_to_nothing_is_said_and_can_be_asked_for_again(self, client: Client) -> None:
        upload(client, good())
        Task.objects.update(state=Task.State.FAILED, message=GIVEN_UP)
        assert GIVEN_UP in page(client)
        client.post(reverse("import_preview", args=[Workbook.objects.get().pk]))
        work()
        assert "반입할 수 있습니다" in page(client)


class TestPreview:
    @pytest.mark.any_engine
    def test_each_cell_is_shown_old_new_and_difference_by_programme(self, client: Client) -> None:
        shown = " ".join(previewed(client, sent({COUNSELLING: MONTHS, EDUCATION: (1, 0, 1, 0, 1, 0)})).split())
        assert "<dt>새 값</dt><dd>12</dd>" in shown
        assert "6. 노동권의 보호체계 강화</th>" in shown
        assert '<td class="number">-</td><td class="number new-value">280</td><td class="number">-</td>' in shown
        assert "상반기 B3" in shown

    @pytest.mark.any_engine
    def test_the_half_years_sums_totals_and_warnings_are_shown(self, client: Client) -> None:
        shown = previewed(client, sent({COUNSELLING: (280, 270, 290, 284, 285, 1_000)}))
        assert '<span class="badge warning">다름</span>' in shown
        assert "1,694 → 2,409" in shown
        assert '<td class="number">1,694</td><td class="number">2,409</td><td class="number">715</td>' in shown
        assert '<span class="badge done">같음</span>' in previewed_again(client)

    @pytest.mark.any_engine
    def test_the_cells_are_narrowed_by_state_and_programme(self, client: Client) -> None:
        previewed(client, sent({COUNSELLING: MONTHS, EDUCATION: (1, 0, 1, 0, 1, 0)}))
        assert '<p class="count" role="status">12칸</p>' in page(client)
        assert "찾는 조건에 맞는 칸이 없습니다" in page(client, state="changed")
        assert "12칸</p>" in page(client, programme="6. 노동권의 보호체계 강화", state="new", page="99")

    @pytest.mark.any_engine
    def test_hidden_rows_and_what_was_not_read_are_named(self, client: Client) -> None:
        book = load_workbook(io.BytesIO(good()))
        sheet = book["상반기"]
        sheet.row_dimensions[3].hidden = True
        sheet["H2"] = "비고"
        sheet["H3"] = "참고"
        content = io.BytesIO()
        book.save(content)
        shown = previewed(client, content.getvalue())
        assert f"숨긴 행(&#x27;{COUNSELLING}&#x27;)입니다" in shown
        assert "&#x27;비고&#x27; 열은 달의 실적이 아니어서 읽지 않았습니다" in shown

    @pytest.mark.any_engine
    def test_wrong_cells_are_listed_at_once_and_marked_in_the_workbook(self, client: Client) -> None:
        shown = previewed(client, sent({COUNSELLING: ("2○0", *MONTHS[1:]), EDUCATION: (1, "없음", 1, 0, 1, 0)}))
        assert "고쳐야 할 칸이" in shown
        assert "숫자가 아닙니다: &#x27;2○0&#x27;" in shown
        assert "숫자가 아닙니다: &#x27;없음&#x27;" in shown
        assert 'id="confirm"' not in shown
        response = client.get(reverse("import_commented", args=[Workbook.objects.get().pk]))
        sheet = load_workbook(io.BytesIO(response.content))["상반기"]
        assert "2○0" in sheet["B3"].comment.text
        assert "없음" in sheet["C4"].comment.text

    @pytest.mark.any_engine
    def test_wrong_cells_can_not_be_confirmed_by_hand(self, client: Client) -> None:
        previewed(client, sent({COUNSELLING: ("2○0", *MONTHS[1:])}))
        assert "반입하지 않았습니다" in confirm(client).message
        assert "반입하지 않았습니다" in page(client)
        assert stored() == BEFORE
        assert not Batch.objects.exists()

    @pytest.mark.any_engine
    def test_the_workbook_as_received_can_be_downloaded(self, client: Client) -> None:
        previewed(client)
        response = client.get(reverse("import_file", args=[Workbook.objects.get().pk]))
        assert response.content == good()
        assert hashlib.sha256(response.content).hexdigest() in page(client)

    def test_what_was_never_imported_can_be_thrown_away(self, client: Client) -> None:
        previewed(client)
        client.post(reverse("import_discard", args=[Workbook.objects.get().pk]))
        assert not Workbook.objects.exists()
        assert Event.objects.filter(action=Action.WORKBOOK_DISCARDED, subject=SPLIT).exists()


def previewed_again(client: Client) -> str:
    """The page of another workbook, whose months make the half-year's sum."""
    Workbook.objects.all().delete()
    return previewed(client)


class TestQuestions:
    NAMED_OTHERWISE = "명예옴부즈만이 상담한 건수"

    def asked(self, client: Client, **given: str) -> str:
        shown = previewed(client, sent({self.NAMED_OTHERWISE: MONTHS}), **given)
        assert "물음 1개에 답해야 반입할 수 있습니다" in shown
        return page(client, "import_questions")

    def answer(self, client: Client, answer: str) -> Any:
        form = client.get(reverse("import_questions", args=[Workbook.objects.get().pk])).context["form"]
        name = next(iter(form.fields))
        return client.post(reverse("import_questions", args=[Workbook.objects.get().pk]), {name: answer})

    @property
    def right_answer(self) -> str:
        return f"labour:a{division('labour').models.Indicator.objects.get(name=COUNSELLING).pk}"

    @pytest.mark.any_engine
    def test_a_likely_name_is_offered_and_never_chosen_beforehand(self, client: Client) -> None:
        shown = self.asked(client)
        assert f'<option value="{self.right_answer}">' in shown
        assert '<option value="" selected>고르세요</option>' in shown
        assert shown.count(" selected>") == 1

    @pytest.mark.any_engine
    def test_the_answer_is_remembered_for_the_sender_alone(self, client: Client) -> None:
        self.asked(client)
        self.answer(client, self.right_answer)
        work()
        assert "반입할 수 있습니다" in page(client)
        assert Mapping.objects.get().sender == SENDER
        Workbook.objects.all().delete()
        again = sent({self.NAMED_OTHERWISE: MONTHS}, sheet="다시")
        assert "반입할 수 있습니다" in previewed(client, again)
        Workbook.objects.all().delete()
        assert "물음 1개" in previewed(client, again, sender="다른 기관")

    @pytest.mark.any_engine
    @pytest.mark.parametrize(
        ("given", "message"), [("", "답을 하나 이상 골라 주세요."), ("labour:a0", "올바르게 선택해 주세요.")]
    )
    def test_no_answer_and_a_wrong_one_are_said(self, client: Client, given: str, message: str) -> None:
        self.asked(client)
        assert message in self.answer(client, given).content.decode()
        assert not Mapping.objects.exists()

    def test_a_slip_is_shown_and_corrected(self, client: Client) -> None:
        self.asked(client)
        self.answer(client, "skip")
        work()
        shown = page(client)
        assert "앞서 답한 것 1개" in shown
        assert "→ 반입하지 않음" in shown
        assert '<option value="skip" selected>' in page(client, "import_questions")
        assert "답을 하나 이상 골라 주세요." in self.answer(client, "skip").content.decode(), "nothing is corrected"
        self.answer(client, self.right_answer)
        work()
        assert f"→ 6. 노동권의 보호체계 강화 · {COUNSELLING}" in page(client)
        assert "반입할 수 있습니다" in page(client)
        assert Mapping.objects.get().answer == self.right_answer

    def test_an_answer_can_be_taken_back(self, client: Client) -> None:
        self.asked(client)
        self.answer(client, "skip")
        work()
        assert "다시 묻기" in page(client, "import_questions")
        self.answer(client, "")
        work()
        assert "물음 1개에 답해야 반입할 수 있습니다" in page(client)
        assert not Mapping.objects.exists()
        assert Event.objects.filter(action=Action.WORKBOOK_ANSWERED).count() == 2

    @pytest.mark.any_engine
    def test_an_answer_is_kept_only_for_somebody(self, client: Client) -> None:
        shown = self.asked(client, sender="")
        assert "같은 보낸 곳의 다음 파일에도" in shown
        address = reverse("import_questions", args=[Workbook.objects.get().pk])
        name = next(each for each in client.get(address).context["form"].fields if each != "sender")
        assert "필수 항목입니다" in client.post(address, {name: self.right_answer}).content.decode()
        assert not Mapping.objects.exists()
        client.post(address, {name: self.right_answer, "sender": "센터"})
        work()
        assert "반입할 수 있습니다" in page(client)
        assert (Mapping.objects.get().sender, Workbook.objects.get().sender) == ("센터", "센터")
        Workbook.objects.all().delete()
        self.asked(client, sender="")

    @pytest.mark.any_engine
    def test_a_row_without_a_name_is_an_error_and_no_question(self, client: Client) -> None:
        shown = previewed(client, sent({COUNSELLING: MONTHS, "": (1, None, None, None, None, 2)}))
        assert shown.count("이름이 없는 행의 값입니다") == 2
        assert "물음" not in shown

    @pytest.mark.any_engine
    def test_how_amounts_are_meant_is_remembered_for_their_headings(self, client: Client) -> None:
        def amounts(head: str) -> bytes:
            return by_openpyxl(
                [["예산", "구분", *[f"{number}월{head}" for number in (1, 2)]], ["예산현액", "지출액", 1, 2]]
            )

        previewed(client, amounts(""), year="2018")
        self.answer(client, "cumulative")
        work()
        assert "→ 1월부터 그 달 말까지의 누계" in page(client)
        Workbook.objects.all().delete()
        assert "물음 1개에 답해야" in previewed(client, amounts(" 당월"), year="2018")

    @pytest.mark.any_engine
    def test_without_questions_the_page_leads_back(self, client: Client) -> None:
        previewed(client)
        assert client.get(reverse("import_questions", args=[Workbook.objects.get().pk])).status_code == 302


class TestConfirming:
    @pytest.mark.any_engine
    def test_everything_is_written_as_one_batch_with_its_cells(self, client: Client, administrator: User) -> None:
        previewed(client)
        assert confirm(client, reason="상반기 실적").state == Task.State.DONE
        assert stored() == AFTER
        batch = Batch.objects.get()
        assert (batch.by, batch.figures, batch.reason) == (administrator, 6, "상반기 실적")
        assert "에 반입했습니다" in page(client)
        assert 'id="confirm"' not in page(client)

    @pytest.mark.any_engine
    def test_the_briefing_says_workbook_sheet_and_cell(self, client: Client) -> None:
        previewed(client)
        confirm(client)
        month = Briefing.objects.get().month
        shown = client.get(reverse("briefing", args=[month])).content.decode()
        assert "1,694" in shown
        panels = json.loads(shown.partition('id="origins"')[2].partition(">")[2].partition("</script>")[0]).values()
        imported = [each["place"] for each in panels if "place" in each and "엑셀 반입" in str(each["facts"])]
        keys = [json.dumps(each, ensure_ascii=False) for each in imported]
        kept = client.get(reverse("briefing_origins", args=[month]), {"place": keys}).json()["origins"]
        assert f"엑셀 반입 {SPLIT} '상반기' B3" in json.dumps(kept, ensure_ascii=False)

    @pytest.mark.any_engine
    def test_figures_that_changed_since_are_shown_again_and_not_written(self, client: Client) -> None:
        previewed(client, sent({EDUCATION: (1, 0, 1, 0, 1, 0), COUNSELLING: MONTHS}))
        other = division("labour").models.Actual.objects.get(
            indicator__name=COUNSELLING, first_month=201801, superseded_at=None
        )
        record_actual(
            division("labour").models,
            {"indicator_id": other.indicator_id, "part_id": None},
            other.run,
            {"value": 1_700, "denominator": None},
            Stamp(None, Source.BROWSER),
        )
        confirm(client)
        shown = page(client)
        assert "미리보기를 본 뒤에 값이 바뀌었습니다" in shown
        assert "1,700 → 1,694" in shown
        assert stored() == [("2018-01", 1_700)]
        confirm(client)
        assert stored() == AFTER

    @pytest.mark.any_engine
    def test_a_confirmation_without_its_preview_is_none(self, client: Client) -> None:
        previewed(client)
        client.post(reverse("import_confirm", args=[Workbook.objects.get().pk]))
        assert Task.objects.count() == 1
        assert "미리보기를 다시 확인한 뒤 반입해 주세요." in page(client)

    @pytest.mark.any_engine
    def test_a_workbook_that_was_imported_is_kept(self, client: Client) -> None:
        previewed(client)
        confirm(client)
        client.post(reverse("import_discard", args=[Workbook.objects.get().pk]))
        assert "지울 수 없습니다" in page(client)


class TestUndoing:
    def undo(self, client: Client, reason: str = "잘못된 파일") -> Any:
        return client.post(reverse("import_undo", args=[Workbook.objects.get().pk]), {"reason": reason})

    @pytest.mark.any_engine
    def test_the_figures_before_come_back_and_the_file_can_be_imported_again(self, client: Client) -> None:
        previewed(client)
        confirm(client)
        self.undo(client)
        assert stored() == BEFORE
        shown = page(client)
        assert "반입을 되돌렸습니다." in shown
        assert 'id="confirm"' not in shown, "the preview before it speaks of figures that stand no more"
        assert "관리자: 잘못된 파일" in shown
        client.post(reverse("import_preview", args=[Workbook.objects.get().pk]))
        work()
        confirm(client)
        assert stored() == AFTER

    @pytest.mark.any_engine
    def test_a_reason_is_needed(self, client: Client) -> None:
        previewed(client)
        confirm(client)
        assert "필수 항목입니다" in self.undo(client, " ").content.decode()
        assert stored() == AFTER

    @pytest.mark.any_engine
    def test_later_figures_that_stand_on_it_are_named(self, client: Client) -> None:
        previewed(client)
        confirm(client)
        write_over(
            3, 291, User.objects.create(username="officer", name="입력 담당", role=Role.OFFICER, division="labour")
        )
        shown = self.undo(client).content.decode()
        assert "고치거나 지운 값이 1개 있어 되돌릴 수 없습니다" in shown
        assert f"<td>{COUNSELLING}</td>" in shown
        assert "2018년 3월" in shown
        assert "입력 담당" in shown
        assert Batch.objects.get().undone_at is None

    @pytest.mark.any_engine
    def test_there_is_nothing_to_undo_before_importing(self, client: Client) -> None:
        previewed(client)
        assert client.get(reverse("import_undo", args=[Workbook.objects.get().pk])).status_code == 302


class TestList:
    def test_it_says_what_became_of_each_file(self, client: Client) -> None:
        assert "아직 아무것도 없습니다" in page(client, "imports")
        upload(client, good())
        assert "미리보기 없음" in page(client, "imports")
        work()
        assert "반입할 수 있음</td>" in page(client, "imports")
        confirm(client)
        shown = page(client, "imports")
        assert "반입함</td>" in shown
        assert SPLIT in shown
        assert "6</td>" in shown
        assert "모두 <strong>1</strong>건" in shown
        assert "찾는 조건에 맞는 것이 없습니다" in page(client, "imports", state="undone")
        assert "<strong>1</strong>건" in page(client, "imports", q=f"{SENDER} {Workbook.objects.get().sha256}")

    def test_the_list_as_a_workbook_has_the_whole_hash(self, client: Client) -> None:
        previewed(client)
        sheet = load_workbook(io.BytesIO(client.get(reverse("imports"), {"export": "xlsx"}).content)).active
        assert sheet is not None
        assert Workbook.objects.get().sha256 in [cell.value for cell in sheet[2]]


class TestQueries:
    @pytest.mark.any_engine
    def test_the_list_costs_the_same_for_one_and_for_many(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        previewed(client)
        with django_assert_num_queries(4):
            page_of_list = client.get(reverse("imports"))
        assert page_of_list.status_code == 200
        for number in range(20):
            Workbook.objects.create(
                division="labour", name=f"{number}.xlsx", content=b"", size=0, sha256=f"{number:064}"
            )
        with django_assert_num_queries(4):
            client.get(reverse("imports"))

    @pytest.mark.any_engine
    @pytest.mark.parametrize(
        "months", [MONTHS, ("가", "나", "다", "라", "마", "바")], ids=["반입할 수 있음", "고칠 칸 있음"]
    )
    def test_a_preview_is_shown_without_reading_file_or_figures_again(
        self, client: Client, months: tuple[Any, ...], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        previewed(client, sent({COUNSELLING: months, EDUCATION: months}))
        address = reverse("import_workbook", args=[Workbook.objects.get().pk])
        with django_assert_num_queries(7) as asked:
            client.get(address)
        assert not any('"workbook_workbook"."content"' in query["sql"] for query in asked.captured_queries)
