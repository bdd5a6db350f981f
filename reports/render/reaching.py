"""What the setter of pages may open: the fonts of the documents, and what stands within the page itself (`data:`).

Everything else is refused and told to the log: whatever a text or a drawing asks for, no other host is asked and no file of this one read.
"""

import logging
from functools import cache
from typing import Any

from weasyprint.urls import URLFetcher

from reports.render.fonts import SECOND_FONT, TEXT_FONT

logger = logging.getLogger(__name__)
SHOWN = 200
"""Letters of a refused address that the log tells"""


class Unreached(ValueError):
    """The page asks for something from outside."""


class OwnAlone(URLFetcher):
    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.startswith("data:") and url not in _fonts():
            logger.warning("A page that is set asks for %r, which is refused.", url[:SHOWN])
            raise Unreached(url)
        return super().fetch(url, headers)


@cache
def _fonts() -> frozenset[str]:
    return frozenset((font.folder / name).as_uri() for font in (TEXT_FONT, SECOND_FONT) for _, name in font.files)
