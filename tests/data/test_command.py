"""The command that loads a folder."""

from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from labour.models import (
    Actual,
    Part,
    Programme,
)
from reports.loading import load_briefing_folder
from seoulwork.data.datafile import DataFileError
from tests.data.folders import add_of_2018, change

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def test_the_command_loads_and_says_how_much(folder: Path) -> None:
    output = StringIO()
    call_command("load_briefing_data", folder, "--recorded-at", "2018-07-11T09:00:00+09:00", stdout=output)
    assert output.getvalue().startswith("2018-07: 새로 쓰거나 바꾼 것 ")
    assert Actual.objects.first().entered_at == datetime.fromisoformat("2018-07-11T09:00:00+09:00")  # type: ignore[union-attr]
    assert Part.objects.count() == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "반입하지 않았습니다. labour/1.yaml 1행: "),
        (["--recorded-at", "어제"], "시간대가 있는 시각"),
        (["--recorded-at", "2018-07-11T09:00:00"], "시간대가 있는 시각"),
    ],
)
def test_the_command_says_what_is_wrong(folder: Path, arguments: list[str], sentence: str) -> None:
    change(folder, "number: 1", "number: 하나")
    with pytest.raises(CommandError, match=sentence):
        call_command("load_briefing_data", folder, *arguments)


def test_the_command_wants_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="폴더가 없습니다"):
        call_command("load_briefing_data", tmp_path / "2018-08")


def test_the_documents_own_tables_are_checked_too(folder: Path) -> None:
    add_of_2018(folder, "labour/5.yaml")
    change(folder, 'opens: "18:00"', 'opens: "저녁"', "labour/5.yaml")
    with pytest.raises(DataFileError, match=r"labour/5\.yaml \d+행: 때가 아닙니다: '저녁'. 운영시간은 08:30처럼"):
        load_briefing_folder(folder)
    assert not Programme.objects.exists()
