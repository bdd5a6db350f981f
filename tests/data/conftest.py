"""A small data folder on the disk, and who enters figures."""

from pathlib import Path

import pytest

from seoulwork.accounts.models import Role, User
from seoulwork.figures.divisions import divisions
from tests.data.folders import BRIEFING, DIVISION, PROGRAMME


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder of data: three divisions, one with a programme."""
    root = tmp_path / "2018-07"
    for each in divisions():
        (root / each.key).mkdir(parents=True)
        (root / each.key / "division.yaml").write_text(DIVISION, encoding="utf-8")
    (root / "briefing.yaml").write_text(BRIEFING, encoding="utf-8")
    (root / "labour/1.yaml").write_text(PROGRAMME, encoding="utf-8")
    return root


@pytest.fixture
def officer() -> User:
    return User.objects.create_user("labour-officer", name="입력 담당", role=Role.OFFICER, division="labour")
