"""Lists by workbook: what is the same for all of them. Once, by whom, hostile files, any edit, several at a time."""

import random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from seoulwork.accounts.models import Role
from seoulwork.figures.divisions import division
from seoulwork.workbook.forms import BY_TEMPLATE
from seoulwork.workbook.importing.receive import AlreadyImported
from seoulwork.workbook.importing.undo import NotUndone
from seoulwork.workbook.lists.books import BOOKS
from seoulwork.workbook.lists.importing import Changed, commit
from seoulwork.workbook.lists.making import make_book
from seoulwork.workbook.lists.undoing import undo
from seoulwork.workbook.models import Batch, Workbook
from seoulwork.workbook.safety import Refused
from tests import choosing
from tests.workbook.books import (
    bring_in,
    changed,
    decided,
    errors,
    filled,
    heads,
    put,
    row_of,
    send,
    template,
)
from tests.workbook.books import shown as shown_page
from tests.workbook.listing import LABOUR, SignIn, amount, everything, targets
from tests.workbook.pages import work


@pytest.fixture
def client(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


class TestOnce:
    """What is imported or undone is so once, with a reason."""

    @pytest.fixture
    def imported(self, client: Client) -> Workbook:
        name = next(each for each, part in targets() if not part)

        def fill(book: Any) -> None:
            put(book["목표"], row_of(book["목표"], 지표=name, 세부=""), **{"2018년_목표": "1,234"})

        send(client, filled(template(client, "targets", year=2018), fill))
        bring_in(client)
        return Workbook.objects.get()

    @pytest.mark.any_engine
    def test_a_second_import_and_one_without_a_reason_are_refused(self, imported: Workbook) -> None:
        fingerprint = imported.report.content["fingerprint"]
        with pytest.raises(AlreadyImported):
            commit(imported, fingerprint, reason="다시")
        with pytest.raises(Refused, match="사유를 적어 주세요"):
            commit(imported, fingerprint, reason=" ")

    @pytest.mark.any_engine
    def test_undoing_asks_a_reason_and_is_done_once(self, imported: Workbook) -> None:
        batch = Batch.objects.get()
        with pytest.raises(NotUndone, match="사유를 적어 주세요"):
            undo(batch, reason=" ")
        undo(batch, reason="잘못")
        with pytest.raises(NotUndone, match="이미 되돌린"):
            undo(batch, reason="다시")

    @pytest.mark.any_engine
    def test_what_changes_nothing_is_not_imported(self, client: Client) -> None:
        send(client, filled(template(client, "targets", year=2018)))
        sent = Workbook.objects.get()
        with pytest.raises((Refused, Changed)):
            commit(sent, sent.report.content["fingerprint"], reason="그대로")
        assert not Batch.objects.exists()


class TestWhoMay:
    """Who keeps lists on their pages keeps them by workbook."""

    @pytest.mark.any_engine
    def test_an_officer_gets_the_template_and_may_neither_send_nor_see_what_was_sent(
        self, client: Client, signed_in: SignIn
    ) -> None:
        officer = signed_in(Role.OFFICER, "labour")
        page = officer.get(reverse("import_list_template", args=["labour", "targets"])).content.decode()
        assert "관리자에게 보내면" in page and reverse("import_add") not in page
        content = filled(
            template(officer, "targets", year=2018), lambda book: put(book["목표"], 5, **{"2018년_목표": 1})
        )
        assert "목표를 고치는 서식입니다" in send(officer, content)
        assert not Workbook.objects.exists()
        send(client, content)
        pk = Workbook.objects.get().pk
        assert "목표.xlsx" not in officer.get(reverse("imports")).content.decode()
        for name in ("import_workbook", "import_file", "import_commented", "import_questions", "import_undo"):
            assert officer.get(reverse(name, args=[pk])).status_code == 403
        for name in ("import_confirm", "import_preview", "import_discard"):
            assert officer.post(reverse(name, args=[pk])).status_code == 403
        assert officer.get(reverse("import_list_template", args=["programmes", "targets"])).status_code == 403

    @pytest.mark.parametrize("kind", ["targets", "plans", "budgets", "indicators", "headcount"])
    def test_each_list_leads_to_its_workbook(self, client: Client, signed_in: SignIn, kind: str) -> None:
        address = reverse("import_list_template", args=["labour", kind])
        page = client.get(reverse("list", args=["labour", kind])).content.decode()
        assert f'href="{address}">엑셀로 고치기' in page
        page = signed_in(Role.HEAD, "labour").get(reverse("list", args=["labour", kind])).content.decode()
        assert f'href="{address}">서식 내려받기' in page
        assert "서식 내려받기" in client.get(address).content.decode()

    def test_there_is_no_workbook_of_other_lists(self, client: Client) -> None:
        assert client.get(reverse("import_list_template", args=["labour", "passages"])).status_code == 404

    @pytest.mark.parametrize(
        ("kind", "options", "sentence"),
        [
            ("targets", {"year": "20a8"}, "네 자리 수로"),
            ("budgets", {"year": "2018", "month": "13"}, "올바르게 선택해"),
            ("headcount", {"day": "2018-13-01"}, "올바른 날짜"),
        ],
    )
    def test_what_is_no_year_month_or_day_is_said_beside_its_field(
        self, client: Client, kind: str, options: dict[str, str], sentence: str
    ) -> None:
        page = client.get(reverse("import_list_template", args=["labour", kind]), options)
        assert sentence in page.content.decode()


@pytest.mark.any_engine
class TestHostile:
    @pytest.mark.parametrize(
        "said",
        [
            "",
            "{",
            "[]",
            "{}",
            '{"format": "0"}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "2018"}, "tabs": {"목표": {}}}',
            '{"format": "1", "book": "nothing", "division": "labour", "options": {}, "tabs": {}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "x"}, "tabs": {}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "99999999"}, "tabs": {}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {}, "tabs": {"목표": {"heads": {}, "columns": ["x"]}}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "2018"}, "tabs": {"목표": {"heads": {}, "columns": ["x"]}}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "2018"}, "tabs": {"목표": {"heads": [], "columns": 3}}}',
            "[" * 20_000,
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "2018", "run": "x"}, "tabs": {}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "2018", "run": ""}, "tabs": {"목표": {"heads": {}, "columns": [{}]}}}',
            '{"format": "1", "book": "headcount", "division": "labour", "options": {"day": "x"}, "tabs": {}}',
        ],
    )
    def test_a_damaged_mark_is_one_sentence(self, client: Client, said: str) -> None:
        def fill(book: Any) -> None:
            book["seoulwork-list"]["B1"].value = said

        page = send(client, filled(template(client, "targets", year=2018), fill))
        assert "서식" in page and "새로 내려받아" in page
        assert not Workbook.objects.exists()

    def test_a_damaged_line_of_the_mark_is_one_sentence(self, client: Client) -> None:
        def fill(book: Any) -> None:
            book["seoulwork-list"]["C3"].value = "{"

        assert "손상되었거나" in send(client, filled(template(client, "targets", year=2018), fill))

    def test_a_missing_sheet_is_one_sentence(self, client: Client) -> None:
        def fill(book: Any) -> None:
            del book["목표"]

        assert "'목표' 시트가 없습니다" in send(client, filled(template(client, "targets", year=2018), fill))
        assert not Workbook.objects.exists()

    def test_an_added_sheet_is_told(self, client: Client) -> None:
        def fill(book: Any) -> None:
            book.create_sheet("참고")["A1"].value = 5

        assert "서식에 없던 시트여서 읽지 않았습니다" in send(
            client, filled(template(client, "targets", year=2018), fill)
        )

    @pytest.mark.parametrize(
        "text", ["=1+1", "=cmd|' /C calc'!A0", "<script>x</script>", "가\u200b나", "x" * 600, "\u202e목표"]
    )
    def test_texts_are_texts(self, client: Client, text: str) -> None:
        """A note comes back as it was typed, or is refused in its cell; it is never a formula or markup."""

        def fill(book: Any) -> None:
            sheet = book["정원·현원"]
            number = row_of(sheet, 직급="4급")
            put(sheet, number, 정원=1, 현원=1, 메모=text)
            sheet.cell(number, 5).data_type = "s"

        page = send(client, filled(template(client, "headcount", day="2018-12-31"), fill))
        assert (
            "<script>x" not in client.get(reverse("import_workbook", args=[Workbook.objects.get().pk])).content.decode()
        )
        if errors():
            assert len(text) > 500, errors()
            return
        bring_in(client)
        assert LABOUR.Headcount.objects.current().get(as_of="2018-12-31").note == text.replace("\u200b", "")
        again = send(client, filled(template(client, "headcount", day="2018-12-31")))
        assert "반입할 것이 없습니다" in again, page


@pytest.mark.parametrize(
    ("kind", "options", "queries"),
    [
        ("targets", {"year": "2018", "run": ""}, 3),
        ("budgets", {"year": "2018", "month": "1"}, 3),
        ("indicators", {"year": "2018", "run": ""}, 5),
        ("headcount", {"day": "2018-06-30"}, 1),
    ],
)
@pytest.mark.parametrize("key", ["labour", "programmes"])
def test_a_template_asks_the_same_however_many_lines_it_has(
    briefing_data: None,
    kind: str,
    options: dict[str, str],
    queries: int,
    key: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(queries):
        make_book(BOOKS[kind], division(key), options)


class TestAnyEdit:
    """Whatever is typed in whichever cells: just these change, and undoing brings back what was."""

    TABLES = ("Target", "Budget", "Appropriation", "Indicator", "Part", "Headcount", "MonthPlan")

    @pytest.mark.parametrize("number", range(choosing.amount("EDITS", 6, long=60)))
    def test_just_what_was_typed_changes_and_undoing_brings_back_what_was(self, client: Client, number: int) -> None:
        chance = random.Random(number)
        kinds: list[tuple[str, str, dict[str, Any]]] = [
            ("targets", "목표", {"year": 2018}),
            ("indicators", "세부", {"year": 2018}),
            ("budgets", "예산", {"year": 2018, "month": 11}),
            ("headcount", "정원·현원", {"day": "2018-11-30"}),
        ]
        kind, sheet_name, options = chance.choice(kinds)
        key = chance.choice(["labour", "programmes", "socialeconomy"])
        expected: dict[str, int] = {}

        def fill(book: Any) -> None:
            sheet = book[sheet_name]
            columns = [
                column for head, column in heads(sheet).items() if head.endswith(("목표", "(백만원)", "정원", "현원"))
            ]
            rows = [row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 1).value]
            for row in chance.sample(rows, min(len(rows), chance.randint(1, 8))):
                for column in columns if kind == "headcount" else [columns[-1]]:
                    cell = sheet.cell(row, column)
                    cell.value = expected[f"{sheet_name} {cell.coordinate}"] = 900_000 + chance.randint(1, 9_999)

        before = [everything(name, key) for name in self.TABLES]
        send(client, filled(template(client, kind, key, **options), fill), key)
        assert errors() == []
        shown = {place: amount(new) for place, (_, new) in changed().items()}
        assert shown == expected
        assert [everything(name, key) for name in self.TABLES] == before
        assert bring_in(client).state == "done"
        send(client, filled(template(client, kind, key, **options)), key)
        assert changed() == {}
        stored = {place: amount(new) for place, (_, _, new, _) in decided().items() if place in expected}
        assert stored == expected
        first = Workbook.objects.order_by("pk")[0]
        assert "되돌렸습니다" in shown_page(
            client.post(reverse("import_undo", args=[first.pk]), {"reason": "다시"}, follow=True)
        )
        assert [everything(name, key) for name in self.TABLES] == before

    @pytest.mark.any_engine
    def test_too_many_lines_at_once_are_refused(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("seoulwork.workbook.lists.judging.MOST_LINES", 3)

        def fill(book: Any) -> None:
            for row in range(5, 9):
                put(book["목표"], row, **{"2018년_목표": 123_456})

        page = send(client, filled(template(client, "targets", year=2018), fill))
        assert "고친 줄이 3개를 넘습니다" in page
        assert not Workbook.objects.exists()


@pytest.mark.any_engine
def test_the_files_of_one_upload_may_be_of_any_kind(client: Client) -> None:
    """Templates of lists and of actuals, sent in together: each is judged and taken as what it is."""

    def fill(book: Any) -> None:
        put(book["목표"], 5, **{"2018년_목표": 4_321})

    files = [
        SimpleUploadedFile("목표.xlsx", filled(template(client, "targets", year=2018), fill)),
        SimpleUploadedFile("인력.xlsx", filled(template(client, "headcount", "programmes", day="2018-12-31"))),
    ]
    response = client.post(reverse("import_add"), {"division": BY_TEMPLATE, "file": files})
    work()
    kinds = {workbook.name: (workbook.kind, workbook.division) for workbook in Workbook.objects.all()}
    assert kinds == {"목표.xlsx": ("targets", "labour"), "인력.xlsx": ("headcount", "programmes")}, shown_page(response)
