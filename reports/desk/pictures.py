"""Keeping the pictures of a part: each drawn anew from its file, with what is printed beside it and with every version; carried to the
next briefing."""

import hashlib
import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.domain.korean import particle
from seoulwork.domain.notation import placed_picture
from seoulwork.entry.files import LARGEST, kind_of, name_of, opened
from seoulwork.entry.months import Refused
from seoulwork.entry.steps import stamp, text_of
from seoulwork.figures.contents import whole
from seoulwork.figures.divisions import Division
from seoulwork.pages.versions import version

from ..models import Briefing
from ..pictures.lettering import with_letters
from ..pictures.redrawing import SECONDS
from ..pictures.svg import is_svg
from ..render.fonts import FAMILIES, TEXT_FONT, beyond
from .keeping import open_manuscript, record, written_again
from .parts import Part

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from seoulwork.figures.concrete import ManuscriptPicture, ManuscriptPictureVersion
    from seoulwork.figures.models.pictures import PictureQuerySet

    from .carrying import Along

MOST = 30
"""Pictures of one part."""
TAKEN = ("PNG", "JPEG", "SVG")
TOLD = ("alternative", "caption", "source", "share")
"""What is printed, or read aloud, beside a picture."""


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A picture as it is stored; `changed` says in Korean what it was brought to, empty for nothing."""

    kind: str
    width: int
    height: int
    content: bytes
    changed: str


def redrawn(file: "UploadedFile") -> Redrawn:
    """The picture of a file from outside and nothing else that is in it. Raises Refused with one sentence."""
    name = name_of(file.name or "")
    called = f"'{name}'{particle(name, '은/는')}"
    if not file.size:
        raise Refused(f"{called} 빈 파일입니다. 다른 파일을 골라 주세요.")
    if file.size > LARGEST:
        raise Refused(f"{called} {LARGEST // 1024 // 1024}MB보다 큽니다. 줄여서 올려 주세요.")
    kind, content = _read(file)
    if kind not in TAKEN:
        raise Refused(f"{called} 받지 않는 파일입니다. 받는 그림: {', '.join(TAKEN)}.")
    try:
        answer = opened(
            "reports.pictures.redrawing", content, {"kind": kind, "families": FAMILIES}, seconds=2 * SECONDS
        )
    except Refused as refused:
        raise Refused(f"{called} {refused}") from refused
    head, _, picture = answer.partition(b"\n")
    told = json.loads(head)
    if missing := beyond(told["text"], TEXT_FONT):
        letters = " ".join(sorted(missing)[:5])
        raise Refused(
            f"{called} 인쇄하는 글꼴에 없는 글자({letters})가 있습니다. "
            "그림 프로그램에서 글자를 도형으로 바꾸거나 PNG로 저장해 올려 주세요."
        )
    drawing = with_letters(picture, told["text"]) if told["kind"] == "svg" else picture
    return Redrawn(told["kind"], told["width"], told["height"], drawing, told["changed"])


def _read(file: IO[bytes] | Any) -> tuple[str | None, bytes]:
    kind = kind_of(file)
    file.seek(0)
    content: bytes = file.read()
    return ("SVG" if kind is None and is_svg(content) else kind), content


def pictures_of(part: Part) -> "PictureQuerySet":
    """The pictures of a part, by their names, without what they show."""
    found: PictureQuerySet = part.division.models.ManuscriptPicture.objects.filter(
        manuscript__in=part.manuscripts
    ).without_content()
    return found


def seen_of(picture: "ManuscriptPicture") -> str:
    """Which version of a picture somebody sees."""
    return version(picture, ("sha256", *TOLD))


@transaction.atomic
def add(part: Part, name: str, told: dict[str, Any], picture: Redrawn, *, by: User) -> "ManuscriptPicture":
    """Keep a new picture. Raises Refused for a published briefing, a settled part, a name that is taken or can't be."""
    manuscript = open_manuscript(part)
    name = " ".join(text_of(name, "이름").split())
    if not name or "[" in name or "]" in name:
        raise Refused("그림의 이름을 적어 주세요. 대괄호([ ])는 쓸 수 없습니다.")
    known = set(pictures_of(part).values_list("name", flat=True))
    if name in known:
        raise Refused(f"'{name}' 그림이 이미 있습니다. 다른 이름을 적거나 그 그림을 고쳐 주세요.")
    if len(known) >= MOST:
        raise Refused(f"한 원고에 그림은 {MOST}개까지 둘 수 있습니다. 쓰지 않는 그림을 지워 주세요.")
    row = part.division.models.ManuscriptPicture(manuscript=manuscript, name=name)
    return _keep(part, row, told, picture, by)


@transaction.atomic
def change(
    part: Part, picture: "ManuscriptPicture", told: dict[str, Any], new: Redrawn | None, *, seen: str, by: User
) -> "ManuscriptPicture":
    """Keep what is printed beside a picture, and another picture in its place. Raises Refused, as `add` does, and where somebody
    else has changed it meanwhile."""
    open_manuscript(part)
    return _keep(part, _as_seen(part, picture, seen), told, new, by)


def _as_seen(part: Part, picture: "ManuscriptPicture", seen: str) -> "ManuscriptPicture":
    row = pictures_of(part).select_for_update().filter(pk=picture.pk).first()
    if row is None or seen_of(row) != seen:
        raise Refused("다른 사람이 그사이 이 그림을 고쳤습니다. 화면을 다시 열어 지금 그림을 확인한 뒤 고쳐 주세요.")
    return row


DRAWN = ("kind", "width", "height", "size", "sha256")


def _keep(
    part: Part, row: "ManuscriptPicture", told: dict[str, Any], picture: Redrawn | None, by: User, reason: str = ""
) -> "ManuscriptPicture":
    before = seen_of(row) if row.pk else ""
    if row.pk and not row.versions.exists():  # kept before versions were
        _keep_version(row)
    for name in TOLD:
        setattr(row, name, text_of(told[name], name) if isinstance(told[name], str) else told[name])
    if picture is not None:
        row.kind, row.width, row.height, row.content = picture.kind, picture.width, picture.height, picture.content
        row.size, row.sha256 = len(picture.content), hashlib.sha256(picture.content).hexdigest()
    if before == seen_of(row):
        return row
    mark = stamp(by)
    row.changed_by, row.changed_at = by, mark.at
    try:
        row.full_clean(exclude=["manuscript", *(("content",) if picture is None else ())])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save()
    _keep_version(row)
    written_again(row.manuscript)
    record(Action.MANUSCRIPT_PICTURE_KEPT, part, by, reason, what=row.name)
    return row


def _keep_version(row: "ManuscriptPicture") -> None:
    """The picture as it is kept; what it shows is held by the first version that shows it."""
    held = row.versions.filter(sha256=row.sha256).exists()
    told = {name: getattr(row, name) for name in (*TOLD, *DRAWN)}
    row.versions.create(**told, by=row.changed_by, at=row.changed_at, content=b"" if held else row.content)


def versions_of(picture: "ManuscriptPicture") -> "list[ManuscriptPictureVersion]":
    """The latest first, without what they show. 1 query."""
    return list(picture.versions.defer("content").select_related("by"))


@transaction.atomic
def restore(
    part: Part, picture: "ManuscriptPicture", version: "ManuscriptPictureVersion", *, seen: str, by: User
) -> "ManuscriptPicture":
    """Take an earlier version again, with what stood beside it; what stands now stays a version. Raises Refused, as `change` does."""
    open_manuscript(part)
    row = _as_seen(part, picture, seen)
    drawn = Redrawn(version.kind, version.width, version.height, _shown_by(version), "")
    return _keep(part, row, {name: getattr(version, name) for name in TOLD}, drawn, by, "앞의 판을 되살림")


def _shown_by(version: "ManuscriptPictureVersion") -> bytes:
    """What a version shows. 1 query."""
    siblings = version.picture.versions.filter(sha256=version.sha256).order_by("pk")
    return next(whole(each.content, each.sha256) for each in siblings if each.content)


def earlier(division: Division, briefing: Briefing, digest: str) -> "ManuscriptPictureVersion | None":
    """A version of a picture of a briefing by its digest, with what it shows. 1 query."""
    manuscripts = division.models.Manuscript.objects.of_briefing(briefing.name)
    rows = division.models.ManuscriptPictureVersion.objects.filter(
        picture__manuscript__in=manuscripts, sha256=digest
    ).order_by("pk")
    row: ManuscriptPictureVersion | None = rows.first()
    return row


@transaction.atomic
def remove(part: Part, picture: "ManuscriptPicture", *, seen: str, by: User) -> None:
    """Remove a picture that no text places. Raises Refused."""
    manuscript = open_manuscript(part)
    row = _as_seen(part, picture, seen)
    if any(row.name in placed_in(text) for text in (manuscript.text, manuscript.printed)):
        word = particle(row.name, "을/를")
        raise Refused(f"글이 '{row.name}'{word} 두고 있습니다. 글에서 [그림: {row.name}] 줄을 먼저 지워 주세요.")
    row.delete()
    written_again(manuscript)
    record(Action.MANUSCRIPT_PICTURE_REMOVED, part, by, what=row.name)


def placed_in(text: str) -> frozenset[str]:
    """The names of the pictures that the lines of a text place; it may break the notation elsewhere."""
    return frozenset(filter(None, map(placed_picture, text.splitlines())))


def carry(along: "Along") -> None:
    """Into the next briefing."""
    for row in along.rows(along.division.models.ManuscriptPicture):
        row.save(force_insert=True)


def found(division: Division, briefing: Briefing, digest: str) -> "ManuscriptPicture | None":
    """A picture of a briefing by its digest, with what it shows. 1 query."""
    manuscripts = division.models.Manuscript.objects.of_briefing(briefing.name)
    row: ManuscriptPicture | None = division.models.ManuscriptPicture.objects.filter(
        manuscript__in=manuscripts, sha256=digest
    ).first()
    return row
