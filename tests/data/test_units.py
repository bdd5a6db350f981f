"""Units that a folder brings along."""

from pathlib import Path

import pytest

from labour.models import Indicator
from reports.loading import load_briefing_folder
from seoulwork.data.datafile import DataFileError
from tests.data.folders import change


@pytest.mark.any_engine
def test_a_folder_brings_units(db: None, folder: Path) -> None:
    change(folder, "bureau:", "units: {톤: 1, 천톤: 1000 톤, 명: 1}\nbureau:", "briefing.yaml")
    change(folder, "    unit: 명\n", "    unit: 천톤\n")
    load_briefing_folder(folder)
    assert Indicator.objects.filter(unit__name="천톤").exists()
    assert load_briefing_folder(folder).changed == 0
    change(folder, "천톤: 1000 톤", "천톤: 100 톤", "briefing.yaml")
    with pytest.raises(DataFileError, match="'천톤' 단위는 이미 '톤'의 1,000배입니다"):
        load_briefing_folder(folder)
    change(folder, "천톤: 100 톤", "천톤: 많음", "briefing.yaml")
    with pytest.raises(DataFileError, match="몇 배인지와 무엇의 배수인지"):
        load_briefing_folder(folder)
