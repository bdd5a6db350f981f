"""A small briefing, written by hand: every block, line mark, value and kind of table that the renderers meet.

Words and figures are those of the July 2018 paper. `sample_document()` builds it anew; equal calls give equal trees.
"""

from datetime import date

from reports.document import Document
from tests.reports.sample.building import BUREAU
from tests.reports.sample.part_one import part_one
from tests.reports.sample.part_three import part_three
from tests.reports.sample.part_two import part_two


def sample_document() -> Document:
    return Document(
        title="2018 주요업무보고",
        session="제282회 시의회 임시회",
        committee="기획경제위원회",
        bureau=BUREAU,
        month="2018. 7.",
        published_on=date(2018, 7, 17),
        sections=(part_one(), part_two(), part_three()),
    )
