"""다시 볼 것: what came along from an earlier briefing and has to be looked at before it is printed again. A list that shrinks: each thing
goes when its line is changed, its text is opened and written in, or somebody says that it was seen."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Count

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.korean import particle
from seoulwork.domain.manuscript import read
from seoulwork.domain.notation import NotationError, parse_line
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.models import home_of

from ..asking import Question
from ..contract import OWN_TEXTS, programme_key
from ..models import Answer, Briefing, Seen
from ..typed import is_measure, numbers
from .carrying import stayed_behind
from .parts import Part, parts, written
from .plans import waiting

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Manuscript, Passage

CHANGED = ("programme", "indicator", "part", "target", "budget", "appropriation")
"""Kinds of rows whose change makes a text worth another look"""

Home = tuple[str, int | None]
"""A part across briefings: the division's key, and where its texts are at home there"""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: `digest` names it in its briefing."""

    part: Part
    sentence: str
    digest: str
    question: int = 0
    """The key of the question that was answered, where it is one"""


@dataclass(frozen=True, slots=True)
class Group:
    """What is left in one part; `is_written` unless the part is not in the briefing at all."""

    part: Part
    items: tuple[Item, ...]
    is_written: bool = True


def left(briefing: Briefing) -> tuple[Group, ...]:
    """What is left to look at, by part; nothing in a briefing that was not begun from another. 9 queries a division, and 5."""
    source = briefing.source
    if source is None:
        return ()
    seen = set(Seen.objects.filter(briefing=briefing).values_list("digest", flat=True))
    answered = list(
        Answer.objects.current().filter(briefing=briefing, rule="texts.overdue").values_list("sentence", flat=True)
    )
    found = []
    asked = _asked(source)
    told = [
        (each, (*_told(each, came, answered), *asked.get((each.division.key, each.home), ())), True)
        for each, came in _came_along(briefing, source)
    ]
    for each, sentences, is_written in (*told, *_stayed(briefing, source)):
        questions = asked.get((each.division.key, each.home), {})
        items = (
            Item(each, sentence, _digest(each, sentence), questions.get(sentence, 0) if is_written else 0)
            for sentence in sentences
        )
        unseen = tuple(item for item in items if item.digest not in seen)
        if unseen:
            found.append(Group(each, unseen, is_written))
    return tuple(found)


@transaction.atomic
def mark_seen(briefing: Briefing, division: str, digests: Iterable[str], *, by: User) -> int:
    """These are seen; how many that were. What is not left any more is passed over."""
    known = {item.digest for group in left(briefing) if group.part.division.key == division for item in group.items}
    wanted = known & set(digests)
    for digest in sorted(wanted):
        try:
            with transaction.atomic():
                Seen.objects.create(briefing=briefing, digest=digest, by=by)
        except IntegrityError:  # somebody else has said so in this moment
            continue
    return len(wanted)


# ------------------------------------------------------------------------------------------------- what it is


@dataclass(frozen=True, slots=True)
class _Came:
    """A part as it came along: its text now and in the earlier briefing, whether somebody wrote in it, how often what it is about
    was changed since, whether it is left out as it was there."""

    text: str
    before: str
    written: bool
    changes: int
    left_out: bool


def _stayed(briefing: Briefing, source: Briefing) -> Iterator[tuple[Part, tuple[str, ...], bool]]:
    """The programmes whose texts stay in the earlier briefing. 1 query a division."""
    sentence = (
        f"{briefing.plan_year}년에는 하지 않는 사업입니다. 글은 {source}에 남아 있고 이 보고에는 나오지 않습니다."
    )
    for each in divisions():
        for programme in stayed_behind(each, source, briefing):
            yield Part(briefing, each, programme), (sentence,), False


def _told(part: Part, came: _Came, answered: list[str]) -> Iterator[str]:
    if came.left_out:
        yield "앞 보고에서 뺀 것이라 이번에도 싣지 않습니다. 글은 이어 왔고, 차례에서 다시 싣기를 누르면 나옵니다."
        return
    kept = set(came.before.splitlines())
    if came.text and came.text == came.before and not came.written:
        yield "앞 보고에서 온 글을 아직 아무도 고치지 않았습니다."
    if part.programme and not came.text:
        yield "글이 없는 사업입니다."
    if came.changes:
        yield f"앞 보고를 발행한 뒤 이 사업의 이름, 지표, 목표나 예산이 {came.changes}번 바뀌었습니다."
    planned = [each.line for piece in read(came.text) for each in piece.milestones]
    lines = [line for number, line in enumerate(came.text.splitlines(), 1) if number not in planned]
    for line in dict.fromkeys(lines):
        if line in kept and _is_typed(line):
            yield f"손으로 적은 날짜나 수가 그대로입니다: {line.strip()}"
    for due in waiting(came.text, part.briefing.month.first_day):
        if due.is_late and not any(f"'{due.planned.title}'" in sentence for sentence in answered):
            yield f"일정 '{due.planned.title}'{particle(due.planned.title, '이/가')} 지났습니다."


def _asked(source: Briefing) -> dict[Home, dict[str, int]]:
    """By part, what was asked of the earlier briefing and answered, each with the key of its question. 1 query, and 1 a division where
    there is any."""
    known = list(Question.objects.filter(edition__briefing=source).exclude(answer="").order_by("at", "pk"))
    found: dict[Home, dict[str, int]] = {}
    for each in parts(source) if known else ():
        own = [one for one in known if one.section == _section(each)]
        found[each.division.key, each.home] = {
            f"앞 보고에서 받은 질의 '{one.text}'에 답했습니다: {one.answer}": one.pk for one in own
        }
    return found


def _section(part: Part) -> str:
    """Under which key the part is printed; 추진목표 글 stands with all of Ⅱ."""
    return programme_key(part.division, part.programme.number) if part.programme else OWN_TEXTS


def _is_typed(line: str) -> bool:
    """Whether somebody typed a date or a measure into a line."""
    try:
        text = "".join(piece if isinstance(piece, str) else " " for piece in parse_line(line))
    except NotationError:
        text = line
    return any(each.is_date or is_measure(text, each) for each in numbers(text))


def _digest(part: Part, sentence: str) -> str:
    return hashlib.sha256(f"{part.division.key}/{part.number}/{sentence}".encode()).hexdigest()[:32]


def _came_along(briefing: Briefing, source: Briefing) -> Iterator[tuple[Part, _Came]]:
    now, before = _texts(briefing), _texts(source)
    published = source.edition
    for each in divisions():
        models = each.models
        touched = set(
            models.Manuscript.objects.of_briefing(briefing.name)
            .filter(versions__by__isnull=False)
            .values_list("programme_id", "added")
        )
        changes = _changes(each, published.published_at) if published else {}
        for part in parts(briefing):
            if part.division.key != each.key:
                continue
            key = (each.key, part.home)
            programme = part.programme.pk if part.programme else None
            yield (
                part,
                _Came(
                    now.get(key, ""),
                    before.get(key, ""),
                    (programme, part.added.number if part.added else 0) in touched,
                    changes.get(programme, 0) if programme else 0,
                    _is_left_out(briefing, part) and _is_left_out(source, part),
                ),
            )


def _is_left_out(briefing: Briefing, part: Part) -> bool:
    return part.home is not None and briefing.arrangement.is_left_out(part.division.key, part.home)


def _texts(briefing: Briefing) -> dict[Home, str]:
    """The text of each part as it stands: as its writers have it, or as its stored passages say. 3 queries a division."""
    found: dict[Home, str] = {}
    for each in divisions():
        models = each.models
        stored: dict[int | None, list[Passage]] = {}
        for passage in (
            models.Passage.objects.of_briefing(briefing.name).order_by("position").prefetch_related("milestones")
        ):
            stored.setdefault(home_of(passage.programme_id, passage.added), []).append(passage)
        found |= {(each.key, home): written(some) for home, some in stored.items()}
        manuscripts: Iterable[Manuscript] = models.Manuscript.objects.of_briefing(briefing.name)
        found |= {(each.key, home_of(one.programme_id, one.added)): one.text for one in manuscripts}
    return found


def _changes(division: Division, since: datetime) -> Mapping[int, int]:
    """How often what a programme is about was changed since a moment, by its key. 1 query."""
    known = Event.objects.filter(
        division=division.key,
        at__gt=since,
        action__in=(Action.ROW_ADDED, Action.ROW_CHANGED, Action.ROW_REMOVED),
        kind__in=[f"{division.key}.{kind}" for kind in CHANGED],
        programme__isnull=False,
    )
    return dict(known.order_by().values_list("programme").annotate(Count("pk")))
