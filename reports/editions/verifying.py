"""Whether all that was published is still what it was: every hash and every seal worked out anew, and held against the record of
activity, which names each edition, withdrawal and correction; the lines and figures by which editions are searched, made anew of their
documents; and whether that record, and that of who looked at personal data, is still what was recorded."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from seoulwork.audit import closing
from seoulwork.audit.actions import Action

from ..frozen import FrozenError, thaw
from ..models import Correction, Edition, Withdrawal
from .printing import differing
from .sealing import Altered, seal, sha256


def differences(ends: Iterable[tuple[str, str]] = (), archives: Sequence[Path] = ()) -> Iterator[str]:
    """A Korean sentence for each thing that differs, in the order of publication; then what differs in the record of activity. `ends`
    are ends of the record that were noted outside (audit/chain.py), `archives` files of what was closed off (audit/closing.py)."""
    before: Edition | None = None
    numbers: dict[int, int] = {}
    known = Edition.objects.defer(None).select_related("briefing", "published_by").prefetch_related("files")
    known = known.order_by("pk")
    for edition in known:
        yield from (f"{edition.briefing} {edition.called}: {text}" for text in _of_edition(edition, before))
        expected = numbers.get(edition.briefing_id, 0) + 1
        if edition.number != expected:
            yield f"{edition.briefing}: 제{expected}판이 없습니다."
        numbers[edition.briefing_id] = edition.number
        before = edition
    yield from _against_the_record()
    yield from _withdrawals()
    yield from _corrections()
    yield from closing.differences([*ends, *noted_ends()], archives)


def noted_ends() -> list[tuple[str, str]]:
    """The ends of the record of activity that editions name, each with its edition."""
    known = Edition.objects.exclude(record_end="").select_related("briefing").order_by("pk")
    return [(each.record_end, str(each)) for each in known]


def _of_edition(edition: Edition, before: Edition | None) -> Iterator[str]:
    files = list(edition.files.defer(None))
    if sha256(edition.sheet) != edition.sheet_sha256:
        yield "점검표가 발행한 때와 다릅니다."
    for file in files:
        content = bytes(file.content)
        if sha256(content) != file.sha256 or len(content) != file.size:
            yield f"{file.get_format_display()} 파일이 발행한 때와 다릅니다."
    if not edition.sealed:
        return
    if sha256(edition.document) != edition.document_sha256:
        yield "문서가 발행한 때와 다릅니다."
    else:
        try:
            yield from differing(edition, thaw(edition.document))
        except (FrozenError, Altered) as error:
            yield str(error)
    if seal(edition, files, before) != edition.sealed:
        yield "이어진 지문이 맞지 않습니다. 이 판의 내용이 바뀌었거나, 앞에 발행한 판이나 파일이 없어졌거나 끼어들었습니다."


def _against_the_record() -> Iterator[str]:
    """What the record says was published, and is not there or is another."""
    kept = {
        (each.briefing_id, each.number): each
        for each in Edition.objects.prefetch_related("files").select_related("briefing")
    }
    for event in closing.events_of(Action.BRIEFING_PUBLISHED):
        if event.briefing_id is None:
            continue
        told = event.detail
        edition = kept.pop((event.briefing_id, int(told.get("edition", 1))), None)
        if edition is None:
            yield f"{event.subject}: 활동 기록에 발행했다고 적힌 판이 없습니다."
            continue
        hashes = {file.format: file.sha256 for file in edition.files.all()} | {"sheet": edition.sheet_sha256}
        if edition.document_sha256:
            hashes["document"] = edition.document_sha256
        if {name: text for name, text in told.items() if name != "edition"} != hashes:
            yield f"{event.subject}: 활동 기록에 적힌 지문과 다릅니다."
    for edition in kept.values():
        yield f"{edition.briefing} {edition.called}: 발행했다는 활동 기록이 없습니다."


def _withdrawals() -> Iterator[str]:
    """Each withdrawal stands in the record with its reason, and each that stands there is kept."""
    told: Counter[tuple[Any, ...]] = Counter(
        (event.briefing_id, event.detail.get("edition", ""), event.reason, event.actor_id)
        for event in closing.events_of(Action.EDITION_WITHDRAWN)
        if "edition" in event.detail
    )
    kept: Counter[tuple[Any, ...]] = Counter(
        (each.edition.briefing_id, str(each.edition.number), each.reason, each.by_id)
        for each in Withdrawal.objects.select_related("edition")
    )
    yield from (
        f"제{number}판 회수({reason}): 활동 기록에 적힌 것과 다르거나 없습니다." for _, number, reason, _ in told - kept
    )
    yield from (
        f"제{number}판 회수({reason}): 그렇게 회수했다는 활동 기록이 없습니다." for _, number, reason, _ in kept - told
    )


def _corrections() -> Iterator[str]:
    """The same of corrections that were begun."""
    told: Counter[tuple[Any, ...]] = Counter(
        (event.briefing_id, event.reason, event.actor_id) for event in closing.events_of(Action.CORRECTION_BEGUN)
    )
    kept: Counter[tuple[Any, ...]] = Counter(
        (each.briefing_id, each.reason, each.by_id) for each in Correction.objects.all()
    )
    yield from (f"정정({reason}): 활동 기록에 적힌 것과 다르거나 없습니다." for _, reason, _ in told - kept)
    yield from (f"정정({reason}): 그렇게 시작했다는 활동 기록이 없습니다." for _, reason, _ in kept - told)
