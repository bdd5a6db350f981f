"""Keeping what is written: each save merged with what others saved meanwhile, kept as a version, and printed as soon as it can be."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.domain.manuscript import read, write
from seoulwork.domain.merging import merge
from seoulwork.entry.months import Refused
from seoulwork.entry.steps import reason_of, storable
from seoulwork.figures.divisions import Division
from seoulwork.figures.models import Manuscript as Shared
from seoulwork.figures.models import ManuscriptVersion as SharedVersion
from seoulwork.figures.models.manuscripts import LONGEST
from seoulwork.figures.recording import Stamp
from seoulwork.figures.texts import names_for, texts_kept

from ..models import Briefing
from .mails import Notice, of_step
from .parts import Part, written
from .problems import Problem, problems
from .storing import Unfit, store

if TYPE_CHECKING:
    from seoulwork.figures.concrete import Manuscript, ManuscriptClash, ManuscriptVersion

State, Source = Shared.State, SharedVersion.Source

SITTING = timedelta(minutes=10)
"""Saves of one writer no farther apart are one entry in the record of activity; the versions keep each of them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a save has come to: the text as it is kept now, and what keeps it from being printed."""

    manuscript: "Manuscript"
    problems: tuple[Problem, ...] = ()
    clashed: int = 0


def manuscript_of(part: Part) -> "Manuscript":
    """The manuscript of a part as it stands, unsaved where nobody has written in it yet; what was changed on another page or by a
    data file is not in it before the next save. 3 queries."""
    known = part.manuscripts.first()
    if known is not None:
        return known
    text = _stored(part)
    return part.division.models.Manuscript(
        **part.rows, briefing=part.briefing, text=text, printed=text, state=State.WRITING
    )


def current_text(part: Part, manuscript: "Manuscript") -> str:
    """Its text with what was changed elsewhere. 2 queries; none for one that was made of the passages just now."""
    if manuscript.pk is None:
        return manuscript.text
    return _with_elsewhere(manuscript, _stored(part))


def _stored(part: Part) -> str:
    """The text of the passages that are printed."""
    stored = part.division.models.Passage.objects.of_briefing(part.briefing.name)
    return written(stored.filter(**part.rows).order_by("position").prefetch_related("milestones"))


def _with_elsewhere(manuscript: "Manuscript", stored: str) -> str:
    """What another page or a data file has made of the passages is one more writer's change."""
    known = write(read(manuscript.printed))
    if stored == known:
        return manuscript.text
    if manuscript.text == manuscript.printed:
        return stored
    return merge(known, stored, write(read(manuscript.text))).text


@transaction.atomic
def save(part: Part, *, base: str, text: str, by: User, source: str = Source.DESK) -> Kept:
    """Keep what somebody made of the text `base`, with all that others have kept meanwhile.

    Raises Refused for a published briefing, a settled part, and a text that is too long."""
    text = "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")
    if len(text) > LONGEST:
        raise Refused(f"한 사업의 글은 {LONGEST:,}자까지 쓸 수 있습니다. 지금은 {len(text):,}자입니다.")
    if not storable(text):
        raise Refused("글에 저장할 수 없는 글자가 있습니다. 그 글자를 지우고 다시 저장해 주세요.")
    manuscript = open_manuscript(part)
    merged = merge(base, manuscript.text, text)
    for each in merged.clashes:
        part.division.models.ManuscriptClash.objects.create(
            manuscript=manuscript, before=each.before, kept=each.kept, other=each.other, above=each.above, by=by
        )
    if merged.text != manuscript.text:
        manuscript.text = merged.text
        manuscript.save(update_fields=["text"])
        written_again(manuscript)
        _keep_version(part, manuscript, by, source)
    return Kept(manuscript, _print(part, manuscript), len(merged.clashes))


def open_manuscript(part: Part) -> "Manuscript":
    """The part's manuscript, held, where what belongs to it may change. Raises Refused."""
    manuscript = held(part)
    if manuscript.state == State.SETTLED:
        raise Refused("확정한 원고입니다. 고치려면 부서장이나 관리자가 먼저 돌려보내야 합니다.")
    return manuscript


def manuscript_begun(division: Division, briefing: Briefing, earlier: "Manuscript") -> "Manuscript":
    """The manuscript of a part of a new briefing, by that of an earlier one: it holds its texts as they were taken over; what was begun already as it is."""
    models, own = division.models, {"programme": earlier.programme, "added": earlier.added}
    known = models.Manuscript.objects.of_briefing(briefing.name).filter(**own).first()
    if known is not None:
        return known
    stored = models.Passage.objects.of_briefing(briefing.name).filter(**own).order_by("position")
    text = written(stored.prefetch_related("milestones"))
    manuscript = models.Manuscript.objects.create(**own, briefing=briefing, text=text, printed=text)
    manuscript.versions.create(text=text, source=Source.ELSEWHERE)
    return manuscript


def written_again(manuscript: "Manuscript") -> None:
    """What was submitted and has been changed since is being written again."""
    if manuscript.state == State.SUBMITTED:
        manuscript.state = State.WRITING
        manuscript.save(update_fields=["state"])


def held(part: Part) -> "Manuscript":
    """The part's manuscript, held until the transaction ends, with what was changed elsewhere. Raises Refused."""
    list(Briefing.objects.select_for_update().filter(pk=part.briefing.pk))
    if not Briefing.objects.in_preparation().filter(pk=part.briefing.pk).exists():
        raise Refused("발행한 보고의 글은 바꿀 수 없습니다.")
    models = part.division.models
    manuscript = manuscript_of(part)
    if manuscript.pk is None:
        manuscript.save()
        models.ManuscriptVersion.objects.create(manuscript=manuscript, text=manuscript.text, source=Source.ELSEWHERE)
        return manuscript
    stored = _stored(part)
    text = _with_elsewhere(manuscript, stored)
    if text != manuscript.text:
        manuscript.text = text
        if manuscript.state == State.SETTLED:
            manuscript.state = State.SUBMITTED
        manuscript.printed = stored
        manuscript.save(update_fields=["text", "printed", "state"])
        models.ManuscriptVersion.objects.create(manuscript=manuscript, text=text, source=Source.ELSEWHERE)
    return manuscript


def _keep_version(part: Part, manuscript: "Manuscript", by: User, source: str) -> None:
    last = manuscript.versions.order_by("-pk").first()
    manuscript.versions.create(text=manuscript.text, by=by, source=source)
    if source == Source.RESTORED:
        record(Action.MANUSCRIPT_RESTORED, part, by)
    elif last is None or last.by_id != by.pk or last.at < timezone.now() - SITTING:
        record(Action.MANUSCRIPT_WRITTEN, part, by)


def _print(part: Part, manuscript: "Manuscript") -> tuple[Problem, ...]:
    """Bring the passages to the text, if all of it can be printed; else what keeps it from that."""
    if manuscript.text == manuscript.printed:
        return ()
    pieces = read(manuscript.text)
    found = problems(pieces, names_for(part.division.key, part.home, part.briefing.name))
    if found:
        return tuple(found)
    try:
        with transaction.atomic(), texts_kept(part.division.models.Passage()):
            store(part, pieces)
    except Unfit as error:
        return (Problem(error.line, 1, str(error)),)
    except ValidationError as error:
        return (Problem(1, 1, " ".join(error.messages)),)
    manuscript.printed = manuscript.text
    manuscript.save(update_fields=["printed"])
    return ()


def restore(part: Part, version: "ManuscriptVersion", *, by: User) -> Kept:
    """Take an earlier version's text again; what stands now stays a version. Raises Refused."""
    return save(part, base=manuscript_of(part).text, text=version.text, by=by, source=Source.RESTORED)


@transaction.atomic
def resolve(part: Part, clash: "ManuscriptClash", *, take_other: bool, by: User) -> Kept:
    """Choose of two, once. With `take_other` the other text takes the place of the one that was kept. Raises Refused."""
    manuscript = held(part)
    waiting = part.division.models.ManuscriptClash.objects.open().select_for_update().filter(pk=clash.pk).first()
    if waiting is None:
        raise Refused("이미 고른 줄입니다. 화면을 다시 열어 지금 글을 확인해 주세요.")
    text = _exchanged(manuscript.text, waiting) if take_other else manuscript.text
    if text is None:
        raise Refused(
            "그 줄이 그사이 또 바뀌어 바꿔 넣을 자리를 찾지 못했습니다. 원고에서 고친 뒤 '지금 글로 둠'을 골라 주세요."
        )
    waiting.resolved_at, waiting.resolved_by = timezone.now(), by
    waiting.save(update_fields=["resolved_at", "resolved_by"])
    record(Action.MANUSCRIPT_CLASH_RESOLVED, part, by)
    return save(part, base=manuscript.text, text=text, by=by)


def _exchanged(text: str, clash: "ManuscriptClash") -> str | None:
    """The text with the other lines in the place of those kept; None where these stand nowhere, or not once."""
    lines, kept, other = text.split("\n"), clash.kept.split("\n"), clash.other.split("\n") if clash.other else []
    if not clash.kept:
        at = [place + 1 for place, line in enumerate(lines) if line == clash.above] if clash.above else [0]
        return "\n".join([*lines[: at[0]], *other, *lines[at[0] :]]) if len(at) == 1 else None
    at = [place for place in range(len(lines)) if lines[place : place + len(kept)] == kept]
    return "\n".join([*lines[: at[0]], *other, *lines[at[0] + len(kept) :]]) if len(at) == 1 else None


STEPS = {
    Action.MANUSCRIPT_SUBMITTED: (State.WRITING, State.SUBMITTED),
    Action.MANUSCRIPT_SETTLED: (State.SUBMITTED, State.SETTLED),
}


@transaction.atomic
def step(part: Part, action: Action, *, by: User, reason: str = "") -> Notice:
    """Submitted by who writes, settled by the head; sent back from either, with a reason. Raises Refused."""
    manuscript = held(part)
    if action == Action.MANUSCRIPT_RETURNED:
        if manuscript.state == State.WRITING:
            raise Refused("작성 중인 원고입니다.")
        if not reason_of(reason):
            raise Refused("돌려보내는 사유를 적어 주세요.")
        manuscript.state = State.WRITING
    else:
        before, after = STEPS[action]
        if manuscript.state != before:
            raise Refused(f"지금 상태는 '{manuscript.get_state_display()}'입니다. 화면을 다시 열어 확인해 주세요.")
        if _print(part, manuscript):
            raise Refused("고칠 줄이 남아 있습니다. 원고에서 표시된 줄을 고친 뒤 다시 해 주세요.")
        if manuscript.clashes.open().exists():
            raise Refused("엇갈린 줄이 남아 있습니다. 어느 글로 할지 먼저 골라 주세요.")
        manuscript.state = after
    manuscript.save(update_fields=["state"])
    notice = of_step(part, manuscript, action, by=by, reason=reason_of(reason))
    record(action, part, by, reason_of(reason), notice)
    return notice


def record(
    action: Action, part: Part, by: User, reason: str = "", notice: Notice | None = None, *, what: str = ""
) -> None:
    """Who did what with a part, or with `what` of it, in the record of activity, with who is told of it."""
    target = Target(
        division=part.division.key,
        programme=part.programme.pk if part.programme else None,
        month=part.briefing.month,
    )
    log(
        action,
        " · ".join(filter(None, (str(part.briefing), part.title, what))),
        Stamp(by, "원고", reason=reason),
        target=target,
        briefing=part.briefing,
        detail={"text": part.number, **(notice.detail if notice else {})},
    )
