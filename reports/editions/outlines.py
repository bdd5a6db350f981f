"""틀: with which parts a briefing of a kind begins, and under which headings its programmes are written. Each kind has one as usual,
which the bureau may change. (What the document consists of stands in reports/outline.py.)"""

from collections.abc import Iterable

from seoulwork.accounts.models import User
from seoulwork.catalogue import services
from seoulwork.domain.korean import particle
from seoulwork.domain.manuscript import BAR, HEADING, read
from seoulwork.domain.vocabulary import BRIEFINGS
from seoulwork.entry.steps import storable
from seoulwork.figures.divisions import Division, division, divisions
from seoulwork.figures.labels import division_word

from ..arrangement import LONGEST_TITLE, MOST_ADDED, PARTS, Added, Arrangement
from ..models import Briefing, KindOutline

MOST_HEADINGS = 12
LONGEST_HEADING = 80
NAMES = ("arranged", "headings")
RESERVED = "{}[]|"
"""Letters that mean something in texts"""

Usual = tuple[tuple[str, ...], tuple[str, ...]]
USUAL: dict[str, Usual] = {
    "report": (("general", "vision", "works"), ("사업개요", "추진현황", "향후계획")),
    "audit": (
        ("general", "works", "행정사무감사 처리결과", "참고자료"),
        ("사업개요", "추진실적", "문제점 및 개선방안", "향후계획"),
    ),
    "settlement": (("general", "works", "참고자료"), ("사업개요", "예산 집행현황", "집행잔액 사유", "향후계획")),
    "monthly": (("works",), ("이달의 추진실적", "다음 달 계획")),
}
"""By kind: its parts in order (the keys of usual ones, the titles of those that are added), and the headings of each programme."""


class OutlineError(ValueError):
    """What can't be an outline; `str()` is the Korean sentence."""


def outline_of(kind: str) -> KindOutline:
    """The outline of a kind: as it was kept last, or the usual one, not stored. 1 query."""
    known = KindOutline.objects.filter(kind=kind).first()
    if known is not None:
        return known
    parts, headings = USUAL[kind]
    writer = divisions()[0].key
    titles = [each for each in parts if each not in PARTS]
    added = tuple(Added(number=number, title=title, division=writer) for number, title in enumerate(titles, 1))
    keys = [each if each in PARTS else added[titles.index(each)].key for each in parts]
    return KindOutline(kind=kind, arranged=_arranged(keys, added).stored, headings="\n".join(headings))


def outlines() -> list[KindOutline]:
    """Of every kind."""
    return [outline_of(each) for each in BRIEFINGS]


def _arranged(keys: Iterable[str], added: tuple[Added, ...]) -> Arrangement:
    keys = tuple(keys)
    return Arrangement(parts=keys, parts_left_out=frozenset(PARTS.keys() - set(keys)), added=added)


def keep(outline: KindOutline, *, seen: str, by: User, reason: str) -> bool:
    """Store an outline; whether that changed anything. Raises Conflict, and IntegrityError when another one of the kind was stored
    meanwhile."""
    if outline.pk is None:
        services.add(outline, key=(), names=NAMES, by=by, reason=reason)
        return True
    return services.change(outline, key=(), names=NAMES, seen=seen, by=by, reason=reason)


# ---------------------------------------------------------------------------------------- as lines of a form


def parts_as_lines(outline: KindOutline) -> str:
    """`일반현황`, and `참고자료 | 일자리정책담당관` for a part that is added, in order."""
    arrangement = outline.arrangement
    added = {each.key: each for each in arrangement.added}
    return "\n".join(
        f"{added[key].title} {BAR} {division(added[key].division).name}" if key in added else PARTS[key]
        for key in arrangement.printed_parts()
    )


def read_parts(text: str) -> Arrangement:
    """Raises OutlineError."""
    usual = {title: key for key, title in PARTS.items()}
    keys: list[str] = []
    added: list[Added] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        title, bar, writer = (each.strip() for each in line.partition(BAR))
        if title in usual and not bar:
            keys.append(usual[title])
            continue
        one = Added(number=len(added) + 1, title=_title(title), division=_writer(title, writer).key)
        added.append(one)
        keys.append(one.key)
    titles = [PARTS.get(key, "") for key in keys if key in PARTS] + [each.title for each in added]
    if twice := next((each for each in titles if titles.count(each) > 1), ""):
        raise OutlineError(f"'{twice}'{particle(twice, '이/가')} 두 번 있습니다. 한 줄을 지우거나 제목을 바꿔 주세요.")
    if not keys:
        raise OutlineError("모두 뺄 수는 없습니다. 한 부분은 적어 주세요.")
    if len(added) > MOST_ADDED:
        raise OutlineError(f"부분은 {MOST_ADDED}개까지 더할 수 있습니다.")
    return _arranged(keys, tuple(added))


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE or not storable(title):
        raise OutlineError(f"부분의 제목을 {LONGEST_TITLE}자까지로 적어 주세요.")
    if title in PARTS.values():
        raise OutlineError(f"'{title}'에는 쓸 {division_word('을/를')} 적지 않습니다. {BAR} 뒤를 지워 주세요.")
    return title


def _writer(title: str, name: str) -> Division:
    known = {each.name: each for each in divisions()}
    if name not in known:
        raise OutlineError(
            f"'{title}' 뒤에 글을 쓸 {division_word('을/를')} '{title} {BAR} {next(iter(known))}'처럼 적어 주세요. "
            f"쓸 수 있는 이름: {', '.join(known)}."
        )
    return known[name]


def read_headings(text: str) -> str:
    """One a line, as it is stored; the mark before a heading may stand or not. Raises OutlineError."""
    lines = [" ".join(line.replace(HEADING, " ", 1).split()) for line in text.splitlines()]
    headings = list(filter(None, lines))
    for each in headings:
        if len(each) > LONGEST_HEADING or not storable(each) or set(RESERVED) & set(each):
            raise OutlineError(
                f"제목은 {LONGEST_HEADING}자까지이고 {' '.join(RESERVED)} 글자를 쓸 수 없습니다: {each[:LONGEST_HEADING]}"
            )
    if twice := next((each for each in headings if headings.count(each) > 1), ""):
        raise OutlineError(f"제목 '{twice}'{particle(twice, '이/가')} 두 번 있습니다. 한 줄을 지워 주세요.")
    if len(headings) > MOST_HEADINGS:
        raise OutlineError(f"제목은 {MOST_HEADINGS}개까지 둘 수 있습니다.")
    return "\n".join(headings)


# ----------------------------------------------------------------------------------------------- beginning with it


def begin_with(outline: KindOutline, briefing: Briefing) -> None:
    """Write the headings of an outline into a new briefing, for each programme of its plan year. 2 queries a division."""
    pieces = read("\n".join(f"{HEADING} {each}" for each in outline.headings.splitlines()))
    for each in divisions():
        models = each.models
        models.Passage.objects.bulk_create(
            models.Passage(briefing=briefing, programme=programme, heading=piece.heading, position=position)
            for programme in models.Programme.objects.in_force(briefing.plan_year)
            for position, piece in enumerate(pieces, 1)
        )
