"""The sample as a workbook, and what LibreOffice shows of it."""

import pytest

from reports.render.xlsx import render_xlsx
from tests.reports.sample import sample_document
from tests.reports.xlsx.opened import (
    Shown,
    changed_sample,
    dangerous_document,
    document_of,
    figure,
    formula_tables,
    many_values,
    recalculated,
    table_of,
)


@pytest.fixture(scope="session")
def workbook_bytes() -> bytes:
    return render_xlsx(sample_document())


@pytest.fixture(scope="session")
def in_libreoffice(workbook_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    values = document_of(table_of(*([figure(value)] for value in many_values())))
    return recalculated(
        tmp_path_factory.mktemp("libreoffice"),
        sample=workbook_bytes,
        changed=changed_sample(workbook_bytes),
        values=render_xlsx(values),
        dangerous=render_xlsx(dangerous_document()),
        formulas=render_xlsx(document_of(*formula_tables())),
    )
