"""`manage.py import_actuals`: the same rules as on the pages, exit codes, and nothing left behind."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from seoulwork.figures.divisions import division
from seoulwork.workbook.importing.undo import undo
from seoulwork.workbook.models import Batch, Mapping, Workbook
from seoulwork.workbook.safety import Refused
from tests.workbook.pages import COUNSELLING, MONTHS, WHOLE, good, sent, stored
from tests.workbook.writing import by_openpyxl

BAD = sent({COUNSELLING: ("2○0", *MONTHS[1:])})
NAMED_OTHERWISE = sent({"명예옴부즈만이 상담한 건수": MONTHS})


pytestmark = [pytest.mark.confined, pytest.mark.any_engine]


@pytest.fixture
def file(briefing_data: None, tmp_path: Path) -> Path:
    return tmp_path / "실적.xlsx"


def imports(file: Path, content: bytes, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Call it for the labour division: exit code and report."""
    file.write_bytes(content)
    output, code = io.StringIO(), 0
    try:
        call_command(
            "import_actuals", str(file), "--division=labour", "--year=2018", "--format=json", *arguments, stdout=output
        )
    except SystemExit as end:
        code = int(str(end.code))
    return code, json.loads(output.getvalue())


def test_a_dry_run_writes_nothing_and_a_commit_everything(file: Path) -> None:
    code, report = imports(file, good(), "--dry-run")
    assert (code, report["importable"], report["imported"]) == (0, True, False)
    assert (Workbook.objects.count(), stored()) == (0, [("2018-01", WHOLE)])

    code, done = imports(file, good(), "--commit")
    assert (code, done["imported"], done["figures"]) == (0, True, 6)
    assert [value for _, value in stored()] == list(MONTHS)
    assert done["movements"] == report["movements"], "what it moved, not what it would move now"
    assert [each["adds_up"] for each in done["replacements"]] == [True]


def test_each_cell_tells_its_place_text_unit_figure_and_decision(file: Path) -> None:
    rows = [["(단위: 천건)"], ["지표", "7월", "8월"], [COUNSELLING, "1", "600건"]]
    _, report = imports(file, by_openpyxl(rows, title="하반기"), "--dry-run")
    told = ("sheet", "cell", "text", "unit_read", "stored", "decision")
    assert report["errors"][0]["cause"].startswith("단위가 맞지 않습니다"), "천건 is no unit of the field"

    _, report = imports(file, by_openpyxl(rows[1:], title="하반기"), "--dry-run")
    assert [tuple(cell[each] for each in told) for cell in report["cells"]] == [
        ("하반기", "B2", "1", "건", 1, "new"),
        ("하반기", "C2", "600건", "건", 600, "new"),
    ]
    assert [cell["raw"] for cell in report["cells"]] == ["1건", "600건"]


@pytest.mark.parametrize("mode", ["--dry-run", "--commit"])
def test_a_file_that_was_imported_is_refused_either_way(file: Path, mode: str) -> None:
    imports(file, good(), "--commit")
    code, report = imports(file, good(), mode)
    assert code == 1
    assert "이미 반입했습니다(값 6개)" in report["refused"]

    undo(Batch.objects.get(), reason="연습")
    assert imports(file, good(), mode)[0] == 0


@pytest.mark.parametrize("content", [BAD, NAMED_OTHERWISE], ids=["wrong cell", "open question"])
def test_a_refused_file_leaves_nothing_behind(file: Path, content: bytes, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"행:다른이름": "skip"}), encoding="utf-8")

    code, report = imports(file, content, "--commit", "--sender=센터", f"--answers={answers}")

    assert (code, report["imported"]) == (1, False)
    assert not Workbook.objects.exists()
    assert not Mapping.objects.exists()


def test_answers_are_kept_with_the_import_that_they_were_given_for(file: Path, tmp_path: Path) -> None:
    asked = imports(file, NAMED_OTHERWISE, "--dry-run", "--sender=센터")[1]["questions"][0]
    answers = tmp_path / "answers.json"
    answer = f"labour:a{division('labour').models.Indicator.objects.get(name=COUNSELLING).pk}"
    answers.write_text(json.dumps({asked["key"]: answer}), encoding="utf-8")

    assert imports(file, NAMED_OTHERWISE, "--dry-run", "--sender=센터", f"--answers={answers}")[0] == 0
    assert not Mapping.objects.exists()
    assert imports(file, NAMED_OTHERWISE, "--commit", "--sender=센터", f"--answers={answers}")[0] == 0
    assert Mapping.objects.get().sender == "센터"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--year=99999"], "연도는"),
        (["--year=0"], "연도는"),
        (["--sender=" + "가" * 81], "80자까지"),
        (["--reason=" + "가" * 301], "300자까지"),
        (["--user=nobody"], "사용자가 없습니다"),
        (["--answers=/nonexistent/x", "--sender=센터"], "읽을 수 없습니다"),
        (["--answers=/nonexistent/x"], "--sender를 함께"),
        (["--commented=/nonexistent/x.xlsx"], "쓸 수 없습니다"),
    ],
)
def test_a_wrong_call_is_said_before_anything_is_written(file: Path, arguments: list[str], message: str) -> None:
    warned = sent({COUNSELLING: (*MONTHS[:5], 1_000)})
    with pytest.raises(CommandError, match=message) as refusal:
        imports(file, warned, "--commit", *arguments)
    assert refusal.value.returncode == 2
    assert not Workbook.objects.exists()


def test_the_wrong_cells_come_back_with_comments(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "고칠 곳.xlsx"
    code, report = imports(file, BAD, "--commit", f"--commented={target}")
    assert code == 1
    assert str(target) in report["commented"]
    assert "2○0" in load_workbook(target)["상반기"]["B3"].comment.text


def test_an_import_is_no_failure_for_a_comment_that_could_not_be_made(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "고칠 곳.xlsx"
    warned = sent({COUNSELLING: (*MONTHS[:5], 1_000)})
    monkeypatch.setattr("seoulwork.workbook.management.commands.import_actuals.commented", refuse)
    code, report = imports(file, warned, "--commit", f"--commented={target}")
    assert (code, report["imported"]) == (0, True)
    assert "메모를 단 파일을 만들 수 없습니다. 너무 큽니다." in report["commented"]
    assert not target.exists()


def refuse(*_: Any) -> bytes:
    raise Refused("너무 큽니다.")


def test_the_text_says_what_became_of_it(file: Path) -> None:
    file.write_bytes(good())
    said = []
    for mode in ("--dry-run", "--commit"):
        output = io.StringIO()
        call_command("import_actuals", str(file), "--division=labour", "--year=2018", mode, stdout=output)
        said.append(output.getvalue())
    assert "새 값 6, 바뀜 0, 같음 0, 거절 0" in said[0]
    assert "반입할 수 있습니다. --commit으로 반입하세요." in said[0]
    assert "반입했습니다: 값 6개" in said[1]


def test_what_gives_nothing_is_not_called_equal(file: Path) -> None:
    assert imports(file, sent({COUNSELLING: (None,) * 6}), "--dry-run")[1]["nothing"].startswith(
        "표에서 읽은 값이 하나도 없어"
    )
