"""The same document gives the same file, dated by it."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from reports.render.xlsx import render_xlsx
from tests.reports.sample import sample_document
from tests.reports.xlsx.opened import document_of, opened

# Both engines give the same bytes (editions/test_publishing.py): what stands in them is tried on one.
pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

ROOT = Path(__file__).parents[3]


def test_the_same_bytes_for_the_same_document(workbook_bytes: bytes) -> None:
    assert render_xlsx(sample_document()) == workbook_bytes
    code = (
        "import sys, hashlib; from tests.reports.sample import sample_document; from reports.render.xlsx import render_xlsx;"
        "print(hashlib.sha256(render_xlsx(sample_document())).hexdigest(), 'django' in sys.modules)"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": "America/New_York"}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        digest, django_loaded = done.stdout.split()
        assert django_loaded == "False"
        assert digest == sha256(workbook_bytes).hexdigest()
    with ZipFile(BytesIO(workbook_bytes)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_workbook_is_dated_by_the_document() -> None:
    document = document_of()
    for published, expected in ((date(2018, 7, 17), (2018, 7, 17)), (None, (2018, 7, 1))):
        properties = opened(render_xlsx(replace(document, published_on=published))).properties
        assert properties.created.timetuple()[:3] == properties.modified.timetuple()[:3] == expected
    assert (properties.title, properties.creator, properties.language) == ("2018 주요업무보고", "정책관", "ko-KR")
