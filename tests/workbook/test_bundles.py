"""Several files at once: each judged and taken by itself, told apart where they differ, and one list of what became of them."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from seoulwork.accounts.models import Role
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.queries import ledger
from seoulwork.figures.recording import Stamp, record_actual
from seoulwork.operations.models import Task
from seoulwork.workbook import bundles, forms, unpacking
from seoulwork.workbook.importing.preview import preview
from seoulwork.workbook.models import Batch, Bundle, BundleFile, Workbook
from seoulwork.workbook.template import make_template
from tests.workbook.pages import COUNSELLING, EDUCATION, MONTHS, SENDER, good, sent, stored, work

SignIn = Callable[..., Client]
ASKS = sent({"명예옴부즈만이 상담한 건수": MONTHS}, sheet="물음")
WRONG = sent({COUNSELLING: ("2○0", *MONTHS[1:])}, sheet="틀림")
OTHER = sent({EDUCATION: (1, 0, 1, 0, 1, 0)}, sheet="교육")
DIFFERING = sent({COUNSELLING: (281, *MONTHS[1:])}, sheet="다름")


@pytest.fixture
def client(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def upload(client: Client, files: Iterable[tuple[str, bytes]], **given: Any) -> Any:
    sent_in = [SimpleUploadedFile(name, content) for name, content in files]
    form = {"division": "labour", "sender": SENDER, "year": "2018", "file": sent_in, **given}
    return client.post(reverse("import_add"), form)


def read(client: Client, files: Iterable[tuple[str, bytes]], **given: Any) -> str:
    """The bundle's page once its files were read."""
    response = upload(client, files, **given)
    assert response.headers["Location"] == reverse("import_bundle", args=[Bundle.objects.get().pk])
    assert work().state == Task.State.DONE
    return page(client)


def page(client: Client) -> str:
    return str(client.get(reverse("import_bundle", args=[Bundle.objects.get().pk])).content.decode())


def rows(client: Client) -> dict[str, tuple[str, bool]]:
    """State and whether it would be taken, by file."""
    response = client.get(reverse("import_bundle", args=[Bundle.objects.get().pk]))
    return {each["file"].name: (each["label"], each["takeable"]) for each in response.context["rows"]}


def take(client: Client) -> Task:
    """Send the form as it stands on the page."""
    response = client.get(reverse("import_bundle", args=[Bundle.objects.get().pk]))
    ready = [f"{each['file'].pk}:{each['fingerprint']}" for each in response.context["ready"]]
    client.post(reverse("import_bundle_take", args=[Bundle.objects.get().pk]), {"take": ready, "reason": "상반기"})
    return work()


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return output.getvalue()


class TestTheList:
    def test_each_file_is_judged_by_itself(self, client: Client) -> None:
        files = {"가.xlsx": good(), "나.xlsx": ASKS, "다.xlsx": WRONG, "라.hwp": b"HWP Document", "마.xlsx": b""}
        shown = read(client, [*files.items(), ("바.xlsx", good())])
        assert rows(client) == {
            "가.xlsx": ("미리보기", True),
            "나.xlsx": ("물음 있음", False),
            "다.xlsx": ("고칠 칸 있음", False),
            "라.hwp": ("거절", False),
            "마.xlsx": ("거절", False),
            "바.xlsx": ("거절", False),
        }
        for sentence in (
            "표(.csv)도 아닙니다.",
            "빈 파일입니다.",
            "같은 내용의 파일이 함께 있습니다: 가.xlsx",
        ):
            assert sentence in shown
        assert Workbook.objects.count() == 3
        assert not BundleFile.objects.filter(content__isnull=False).exists(), "what was read is kept once"
        assert "파일 1개 반입" in shown
        assert "함께 올린 파일" in client.get(reverse("imports")).content.decode()
        assert SENDER in client.get(reverse("import_bundles")).content.decode()

    def test_before_they_are_read_they_wait_and_the_page_can_be_left(self, client: Client) -> None:
        upload(client, [("가.xlsx", good()), ("나.xlsx", OTHER)])
        assert rows(client) == {"가.xlsx": ("읽는 중", False), "나.xlsx": ("읽는 중", False)}
        assert 'id="progress"' in page(client)

    def test_a_reading_that_came_to_nothing_is_gone_on_with(self, client: Client) -> None:
        upload(client, [("가.xlsx", good()), ("나.xlsx", OTHER)])
        Task.objects.update(state=Task.State.FAILED)
        assert rows(client)["가.xlsx"] == ("읽지 못함", False)
        client.post(reverse("import_bundle_read", args=[Bundle.objects.get().pk]))
        work()
        assert rows(client) == {"가.xlsx": ("미리보기", True), "나.xlsx": ("미리보기", True)}

    @pytest.mark.any_engine
    def test_one_file_that_breaks_the_program_stops_no_other(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:

        def broken(workbook: Workbook, *args: Any, **options: Any) -> Any:
            if workbook.name == "가.xlsx":
                raise ZeroDivisionError
            return preview(workbook, *args, **options)

        monkeypatch.setattr(bundles, "preview", broken)
        read(client, [("가.xlsx", good()), ("나.xlsx", OTHER)])
        assert rows(client) == {"가.xlsx": ("거절", False), "나.xlsx": ("미리보기", True)}

    @pytest.mark.any_engine
    def test_templates_of_several_divisions_each_go_to_their_own(self, client: Client) -> None:
        run = Run(Month(2018, 1), Month(2018, 6))
        files = []
        for key in ("labour", "socialeconomy"):
            own = division(key)
            files.append((f"{key}.xlsx", make_template(own, ledger(own, run.last), run)))
        shown = read(client, [*files, ("표.xlsx", good())], division=forms.BY_TEMPLATE)
        assert set(Workbook.objects.values_list("division", flat=True)) == {"labour", "socialeconomy"}
        assert "서식이 아니어서 어느 담당관의 파일인지 알 수 없습니다." in shown


class TestTakingAll:
    @pytest.mark.any_engine
    def test_what_has_no_question_and_no_error_is_taken_each_as_its_own_batch(self, client: Client) -> None:
        read(client, [("가.xlsx", good()), ("나.xlsx", OTHER), ("다.xlsx", WRONG), ("라.xlsx", ASKS)])
        done = take(client)
        assert done.message == "파일 2개를 반입했습니다."
        assert [value for _, value in stored()] == list(MONTHS)
        assert [each.workbook.name for each in Batch.objects.order_by("pk")] == ["가.xlsx", "나.xlsx"]
        assert set(Batch.objects.values_list("reason", flat=True)) == {"상반기"}
        shown = page(client)
        assert "값 6개를 반입했습니다." in shown
        assert "파일 1개 반입" not in shown
        assert rows(client)["가.xlsx"] == ("반입함", False)

    @pytest.mark.any_engine
    def test_a_file_whose_place_has_changed_since_is_not_taken_and_the_others_are(self, client: Client) -> None:
        read(client, [("가.xlsx", good()), ("나.xlsx", OTHER)])
        response = client.get(reverse("import_bundle", args=[Bundle.objects.get().pk]))
        seen = [f"{each['file'].pk}:{each['fingerprint']}" for each in response.context["ready"]]
        own = division("labour")
        indicator = own.models.Indicator.objects.get(name=EDUCATION)
        run = Run(Month(2018, 1), Month(2018, 6))
        stamp = Stamp(None, Source.BROWSER)
        record_actual(
            own.models, {"indicator_id": indicator.pk, "part_id": None}, run, {"value": 9, "denominator": None}, stamp
        )
        client.post(reverse("import_bundle_take", args=[Bundle.objects.get().pk]), {"take": seen})
        assert work().message == ("파일 1개를 반입했습니다. 1개는 반입하지 않았습니다. 파일마다 까닭을 확인해 주세요.")
        assert "미리보기를 본 뒤에 값이 바뀌었습니다." in page(client)
        assert Batch.objects.get().workbook.name == "가.xlsx"

    @pytest.mark.any_engine
    def test_nothing_is_taken_that_was_not_sent_along(self, client: Client) -> None:
        read(client, [("가.xlsx", good()), ("나.xlsx", OTHER)])
        for given in ({}, {"take": "가"}, {"take": "99999999:x"}):
            client.post(reverse("import_bundle_take", args=[Bundle.objects.get().pk]), given)
            if Task.objects.latest("pk").state == Task.State.WAITING:
                work()
        assert not Batch.objects.exists()


class TestDifferentFigures:
    def test_they_are_told_and_neither_is_taken_by_one_click(self, client: Client) -> None:
        shown = read(client, [("가.xlsx", good()), ("나.xlsx", DIFFERING), ("다.xlsx", OTHER)])
        assert "파일마다 값이 다른 곳 1개" in shown
        for text in ("2018년 1월", "상반기 B3", "다름 B3", "280", "281"):
            assert text in shown
        assert {name: takeable for name, (_, takeable) in rows(client).items()} == {
            "가.xlsx": False,
            "나.xlsx": False,
            "다.xlsx": True,
        }
        seen = [
            f"{each.pk}:{each.workbook.report.content['fingerprint']}"
            for each in BundleFile.objects.select_related("workbook__report")
            if each.workbook
        ]
        client.post(reverse("import_bundle_take", args=[Bundle.objects.get().pk]), {"take": seen})
        work()
        assert [each.workbook.name for each in Batch.objects.all()] == ["다.xlsx"]

    @pytest.mark.any_engine
    def test_once_one_is_thrown_away_the_other_is_free(self, client: Client) -> None:
        read(client, [("가.xlsx", good()), ("나.xlsx", DIFFERING)])
        client.post(reverse("import_discard", args=[Workbook.objects.get(name="나.xlsx").pk]))
        assert rows(client) == {"가.xlsx": ("미리보기", True), "나.xlsx": ("지움", False)}
        take(client)
        assert [value for _, value in stored()] == list(MONTHS)


class TestArchives:
    @pytest.mark.any_engine
    def test_a_zip_of_workbooks_is_as_if_they_came_one_by_one(self, client: Client) -> None:
        content = packed({"상반기/가.xlsx": good(), "나.xlsx": OTHER, "__MACOSX/._가.xlsx": b"\0\5\26\7"})
        shown = read(client, [("보냄.zip", content)])
        assert rows(client) == {
            "보냄.zip › 가.xlsx": ("미리보기", True),
            "보냄.zip › 나.xlsx": ("미리보기", True),
            "보냄.zip › ._가.xlsx": ("거절", False),
        }
        assert "보냄.zip" in shown
        assert set(Workbook.objects.values_list("name", flat=True)) == {"가.xlsx", "나.xlsx"}

    def test_names_of_korean_windows_are_read(self, client: Client) -> None:
        raw = packed({"ABCD.xlsx": good()}).replace(b"ABCD", "실적".encode("cp949"))
        read(client, [("x.zip", raw)])
        assert list(rows(client)) == ["x.zip › 실적.xlsx"]

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"PK nothing", "zip 파일이 손상되었거나"),
            (packed({"가.xlsx": good()})[:-30], "zip 파일이 손상되었거나"),
            (packed({"가.xlsx": good()}).replace(b"PK\x01\x02", b"PK\x09\x09"), "zip 파일이 손상되었거나"),
            (packed({}), "zip 파일에 든 것이 없습니다."),
            (packed({f"{number}.xlsx": b"x" for number in range(51)}), "zip 파일에 든 것이 너무 많습니다."),
            (packed({f"{number:0200}.xlsx": b"" for number in range(6_000)}), "zip 파일에 든 것이 너무 많습니다."),
            (packed({"가.xlsx": bytes(21 * 2**20)}), "파일이 20MB보다 큽니다."),
            (packed({f"{each}.xlsx": bytes(19 * 2**20) for each in range(6)}), "zip 파일을 풀면 100MB가 넘습니다."),
            (packed({"가.xlsx": good()}, zipfile.ZIP_LZMA), "압축 방식을 알지 못합니다."),
            (packed({"안.zip": packed({"가.xlsx": good()})}), "엑셀 통합 문서(.xlsx)가 아닙니다."),
        ],
        ids=["none", "cut", "directory", "empty", "many", "directory too long", "large", "bomb", "lzma", "nested"],
    )
    def test_a_hostile_one_is_told_in_one_sentence_and_leaves_nothing(
        self, client: Client, content: bytes, sentence: str
    ) -> None:
        shown = read(client, [("묶음.zip", content)])
        assert sentence in shown
        assert {state for state, _ in rows(client).values()} == {"거절"}
        assert not Workbook.objects.exists()

    def test_an_entry_longer_than_it_says_is_not_read_on(self, client: Client) -> None:
        content = bytearray(packed({"가.xlsx": bytes(3 * 2**20)}))
        at = content.rfind(b"PK\x01\x02") + 24
        content[at : at + 4] = (10).to_bytes(4, "little")
        assert "zip 파일이 손상되었거나" in read(client, [("묶음.zip", bytes(content))])

    def test_an_encrypted_one(self, client: Client) -> None:
        content = bytearray(packed({"가.xlsx": good()}))
        content[content.rfind(b"PK\x01\x02") + 8] |= 1
        assert "암호가 걸린 zip 파일에 들어 있습니다." in read(client, [("묶음.zip", bytes(content))])


class TestLimits:
    def test_so_many_files_are_taken_at_once(self, client: Client) -> None:
        files = [(f"{number}.xlsx", b"x") for number in range(unpacking.MOST_FILES + 1)]
        assert "파일이 51개입니다. 한 번에 50개까지 올릴 수 있으니" in upload(client, files).content.decode()
        assert not Bundle.objects.exists()

    def test_a_folder_of_hundreds_gets_the_sentence_too(self, client: Client) -> None:
        files = [(f"{number}.xlsx", b"x") for number in range(300)]
        assert "파일이 300개입니다." in upload(client, files).content.decode()

    def test_so_much_is_taken_at_once(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(forms, "LARGEST_TOTAL", 2**20)
        files = [(f"{number}.xlsx", bytes(600_000)) for number in range(2)]
        assert "파일이 모두 1MB보다 큽니다." in upload(client, files).content.decode()

    def test_which_file_is_too_large_is_said(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(forms, "LARGEST_FILE", 2**20)
        files = [("작음.xlsx", b"x"), ("큼.xlsx", bytes(2**20 + 1))]
        assert "'큼.xlsx' 파일이 1MB보다 큽니다." in upload(client, files).content.decode().replace("&#x27;", "'")


class TestRights:
    @pytest.mark.any_engine
    def test_an_officer_sees_and_takes_own_bundles_only(self, client: Client, signed_in: SignIn) -> None:
        read(client, [("가.xlsx", good()), ("나.xlsx", OTHER)])
        pk = Bundle.objects.get().pk
        other, own = signed_in(Role.OFFICER, "programmes"), signed_in(Role.OFFICER, "labour")
        assert other.get(reverse("import_bundle", args=[pk])).status_code == 403
        for name in ("import_bundle_read", "import_bundle_take"):
            assert other.post(reverse(name, args=[pk])).status_code == 403
        assert SENDER not in other.get(reverse("import_bundles")).content.decode()
        assert SENDER in own.get(reverse("import_bundles")).content.decode()
        # What an administrator's look allowed is looked at anew for an officer.
        assert {takeable for _, takeable in rows(own).values()} == {False}

    def test_a_bundle_for_no_division_in_particular_is_an_administrators(
        self, client: Client, signed_in: SignIn
    ) -> None:
        officer = signed_in(Role.OFFICER, "labour")
        assert upload(officer, [("가.xlsx", good())], division=forms.BY_TEMPLATE).status_code == 200
        assert not Bundle.objects.exists()
        read(client, [("가.xlsx", good())], division=forms.BY_TEMPLATE)
        assert officer.get(reverse("import_bundle", args=[Bundle.objects.get().pk])).status_code == 403


@pytest.mark.confined
class TestTheCommand:
    def imports(self, folder: Path, files: dict[str, bytes], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
        for name, content in files.items():
            (folder / name).write_bytes(content)
        output, code = io.StringIO(), 0
        paths = [str(folder / name) for name in files]
        try:
            call_command(
                "import_actuals", *paths, "--division=labour", "--year=2018", "--format=json", *arguments, stdout=output
            )
        except SystemExit as end:
            code = int(str(end.code))
        return code, json.loads(output.getvalue())

    @pytest.mark.any_engine
    def test_each_is_imported_by_itself(self, briefing_data: None, tmp_path: Path) -> None:
        files = {"가.xlsx": good(), "나.xlsx": OTHER}
        code, reports = self.imports(tmp_path, files, "--dry-run")
        assert (code, [each["importable"] for each in reports]) == (0, [True, True])
        assert not Workbook.objects.exists()
        code, reports = self.imports(tmp_path, files, "--commit")
        assert (code, [each["figures"] for each in reports]) == (0, [6, 6])
        assert Batch.objects.count() == 2

    @pytest.mark.any_engine
    def test_one_that_is_refused_stops_no_other_and_is_the_exit_code(self, briefing_data: None, tmp_path: Path) -> None:
        files = {"가.xlsx": WRONG, "나.xlsx": OTHER, "다.xlsx": b"no workbook"}
        code, reports = self.imports(tmp_path, files, "--commit")
        assert (code, [each["imported"] for each in reports]) == (1, [False, True, False])

    @pytest.mark.any_engine
    def test_files_that_differ_are_told_and_not_imported(self, briefing_data: None, tmp_path: Path) -> None:
        files = {"가.xlsx": good(), "나.xlsx": DIFFERING, "다.xlsx": OTHER}
        code, reports = self.imports(tmp_path, files, "--commit")
        assert (code, [each["imported"] for each in reports]) == (1, [False, False, True])
        assert "'나.xlsx' 다름 B3 281" in reports[0]["differs"][0]

    def test_comments_go_into_one_file_only(self, briefing_data: None, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="파일 하나에만") as refusal:
            self.imports(tmp_path, {"가.xlsx": good(), "나.xlsx": OTHER}, "--dry-run", "--commented=x.xlsx")
        assert refusal.value.returncode == 2
