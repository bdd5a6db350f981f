"""From the divisions' contributions to one Document. Runs a constant number of queries; renderers run none."""

from dataclasses import replace

from seoulwork.domain.numbers import BLANK
from seoulwork.figures.divisions import divisions
from seoulwork.figures.profiles import bureau, pictures

from .contract import Contribution, Edition
from .document import Document
from .models import Briefing
from .outline import outline


def assemble(briefing: Briefing) -> Document:
    """The whole document of a briefing. What is not known yet is blank, printed `-`."""
    return document_from(briefing, contributions(briefing))


def contributions(briefing: Briefing, *, contents: bool = True) -> list[Contribution]:
    """What the divisions hand over for a briefing, in printed order; its pictures with what they show if `contents`: who prints needs
    that, who checks does not."""
    edition = Edition(briefing.name, briefing.clock)
    # Of several of one month the one that knew most: what it did not know yet is new to all.
    earlier = Briefing.objects.filter(month__lt=briefing.month).order_by("-month", "-reference_month")
    before = earlier.values_list("reference_month", flat=True).first()
    arrangement = briefing.arrangement
    return [
        _arranged(
            replace(
                each.app.contribute(edition),
                pictures=pictures(each, briefing.name, contents=contents),
                before=before,
                arrangement=arrangement,
            )
        )
        for each in arrangement.all_divisions(divisions(briefing.month))
    ]


def _arranged(each: Contribution) -> Contribution:
    """Without the texts of what is left out: nothing reads them."""
    return replace(each, passages=each.printed_passages)


def document_from(briefing: Briefing, contributions: list[Contribution]) -> Document:
    """The document of a briefing from contributions that were read before. 1 query."""
    known = bureau(briefing.month.last_day)
    return Document(
        title=briefing.title,
        session=briefing.session,
        committee=briefing.committee,
        bureau=known.name if known else BLANK,
        month=f"{briefing.month.year}. {briefing.month.number}.",
        published_on=None,
        sections=outline(briefing, known, contributions),
    )
