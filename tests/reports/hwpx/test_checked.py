"""What python-hwpx, which knows many of Hancom's own files, says of a file of ours."""

from hwpx.document import HwpxDocument
from hwpx.tools.id_integrity import check_id_integrity
from hwpx.tools.package_validator import validate_package
from hwpx.tools.validator import validate_document

from reports.render.hwpx import render_hwpx
from tests.reports.hwpx.test_rules import illustrated

OF_EVERY_FILE = "manifest does not reference a version part"
"""What it notes of the files that Hancom writes, too"""


def test_python_hwpx_finds_nothing() -> None:
    content = render_hwpx(illustrated())
    found = [str(each) for each in (*validate_package(content).issues, *validate_document(content).issues)]
    assert [each for each in found if OF_EVERY_FILE not in each] == []
    integrity = check_id_integrity(HwpxDocument.open(content))
    assert (integrity.dangling, integrity.orphan_bin_data) == ([], [])
