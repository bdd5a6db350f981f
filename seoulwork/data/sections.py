"""The texts of a file and the dates of its plans."""

import re
from typing import TYPE_CHECKING, Any

from seoulwork.data.datafile import Entry
from seoulwork.data.run import Loading
from seoulwork.data.values import yes
from seoulwork.domain.periods import Month, PeriodError
from seoulwork.figures.divisions import Models
from seoulwork.figures.models import PassageKind

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Passage, Programme

SECTION_KEYS = ("heading", "project", "text", "milestones")


MILESTONE_KEYS = ("title", "when", "when_note", "detail", "done")


def load_sections(loading: Loading, models: Models, root: Entry, programme: "Programme | None") -> None:
    keys = root.mapping()
    passages: list[tuple[dict[str, Any], Entry, list[Entry]]] = []
    if "gist" in keys:
        text = "\n".join(f"◆ {line.text}" for line in keys["gist"])
        passages.append(({"kind": PassageKind.GIST, "project": "", "heading": "", "text": text}, keys["gist"], []))
    for section in keys.get("sections", ()):
        fields = section.mapping(SECTION_KEYS)
        milestones = list(fields["milestones"]) if "milestones" in fields else []
        values = {
            "kind": PassageKind.PLANS if milestones else PassageKind.TEXT,
            "project": fields["project"].text if "project" in fields else "",
            "heading": fields["heading"].text if "heading" in fields else "",
            "text": fields["text"].lines if "text" in fields else "",
        }
        passages.append((values, section, milestones))
    for position, (values, entry, milestones) in enumerate(passages, 1):
        key = {"programme": programme, "briefing": loading.briefing, "added": 0, "position": position}
        passage = loading.keep(models.Passage, key, values, entry)
        loading.texts[passage._meta.app_label, passage.pk] = entry
        listed = [(_milestone(passage, place, each), each) for place, each in enumerate(milestones, 1)]
        loading.keep_all(passage.milestones, listed, entry)
    own = models.Passage.objects.of_briefing(loading.briefing.name).filter(programme=programme, added=0)
    loading.trim(own, len(passages), keys.get("sections", root))


def _milestone(passage: "Passage", position: int, entry: Entry) -> dict[str, Any]:
    fields = entry.mapping(MILESTONE_KEYS)
    return {
        "passage": passage,
        "position": position,
        "title": entry.required("title").text,
        "detail": fields["detail"].lines if "detail" in fields else "",
        "date_note": fields["when_note"].text if "when_note" in fields else "",
        "done": yes(fields.get("done")),
        **_when(fields.get("when")),
    }


def _when(entry: Entry | None) -> dict[str, Any]:
    """`2018-12`, `2018-12-11`, `2018-07~`, `2018-07~2018-12`, `~2019-03` → the fields of a milestone's date."""
    dates: dict[str, Any] = {"first_month": None, "first_day": None, "last_month": None, "last_day": None}
    if entry is None:
        return {**dates, "open_ended": False}
    first, tilde, last = (part.strip() for part in entry.text.partition("~"))
    for which, text in (("first", first), ("last", last)):
        if text:
            match = re.fullmatch(r"(\d{4}-\d{1,2})(?:-(\d{1,2}))?", text)
            if not match:
                raise entry.error(
                    f"일정이 아닙니다: '{entry.text}'. 2018-07, 2018-07~, 2018-07~2018-12처럼 적어 주세요."
                )
            try:
                dates[f"{which}_month"] = Month.parse(match[1])
            except PeriodError as error:
                raise entry.error(str(error)) from error
            dates[f"{which}_day"] = int(match[2]) if match[2] else None
    return {**dates, "open_ended": bool(tilde and not last)}
