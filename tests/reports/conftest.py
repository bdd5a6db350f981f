"""Setting a PDF takes seconds, and equal documents give equal bytes (test_pdf.py): one setting serves a whole module's tests."""

from collections.abc import Iterator
from functools import lru_cache

import pytest

from reports.desk import printing
from reports.render import pdf


@pytest.fixture(scope="session", autouse=True)
def each_document_is_set_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "render_pdf", lru_cache(maxsize=16)(pdf.render_pdf))
        yield


@pytest.fixture
def no_printed_page(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that is open asks for its printed pages after each longer rest, and setting them is a quarter of what the server then does: who
    looks at something else gets none. Not so in tests that are marked `printed`."""
    if request.node.get_closest_marker("printed") is None:
        monkeypatch.setattr(printing, "printed", lambda look: {"pages": [], "note": ""})
