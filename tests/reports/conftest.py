"""Setting a PDF takes seconds, and equal documents give equal bytes (test_pdf.py): one setting serves a whole module's tests."""

from collections.abc import Iterator
from functools import lru_cache

import pytest

from reports.render import pdf


@pytest.fixture(scope="session", autouse=True)
def each_document_is_set_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "render_pdf", lru_cache(maxsize=16)(pdf.render_pdf))
        yield
