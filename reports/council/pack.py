"""예상 질의답변: what will be asked at the session, with what is known to answer: of each figure that is behind or moved, and what was asked
and answered of the edition. Read from the editions; as a page, and as a document of its own for PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import printed_day

from ..asking import asked_of
from ..courses import Course, behind
from ..document import Block, Bullets, Document, Heading, Line, Section
from ..editions import publishing
from ..editions.kept import Known
from ..editions.reading import Reading, file_response, reading
from ..editions.sealing import OnlyFiles
from ..models import Edition, Format
from ..render.html import section_shown
from .front import earlier
from .moves import Counted, Moved, Moves, known_of, moves_of
from .views import unreadable

MOST_COUNTS = 20
"""Of what rose, and of what fell, without a target"""
UNANSWERED = "(답변을 적어 주세요)"


@require_safe
def pack(request: HttpRequest, name: BriefingName, edition: int) -> HttpResponse:
    """With `?format=pdf` the file."""
    at = reading(request, name, edition)
    if at.edition is None:
        raise Http404
    if at.withdrawal:
        return unreadable(request, at)
    before = earlier(request, at.briefing)
    try:
        document = told(at, before, user_of(request))
    except OnlyFiles as error:
        return unreadable(request, at, str(error))
    if request.GET.get("format") == Format.PDF:
        return file_response(publishing.render(document, Format.PDF), Format.PDF, f"예상질의답변_{name}.pdf")
    shown = mark_safe(section_shown(document, "pack").html)  # noqa: S308  made by our own renderer
    return render(request, "reports/pack.html", {"briefing": at.briefing, "reading": at, "shown": shown})


def told(at: Reading, before: Edition | None, user: User) -> Document:
    """The pack of the edition that is read beside the briefing before. 1 query, and those of documents that were not read yet. Raises Altered."""
    edition, document = at.edition, at.document
    assert edition is not None  # noqa: S101  the draft has none
    late = behind(document.courses)
    blocks: list[Block] = []
    blocks += _group(
        "기대 진도보다 늦은 것",
        [
            (
                f"{_named(course)}{particle(course.aspect, '이/가')} {standing.reached.text}로 기대 진도 {standing.expected.text}보다 낮은 까닭은?",
                _reason(course),
            )
            for course, standing in late
        ],
    )
    known = known_of(before)
    moves = moves_of(Known(edition), known) if known else Moves()
    for title, how, fell in (("지난 보고와 달라진 것", "늘어난", False), ("줄어든 것", "줄어든", True)):
        rates = [_rate(each) for each in moves.rates if each.fell == fell]
        counts = [_counted(each, how) for each in moves.counts if each.fell == fell]
        blocks += _group(title, rates + counts[:MOST_COUNTS], len(counts) - MOST_COUNTS)
    asked = asked_of(edition, user)
    blocks += _group("받은 질의", [(each.text, each.answer or UNANSWERED) for each in asked])
    if not blocks:
        blocks = [Bullets((Line("○", 0, ("늦거나 달라진 수치와 받은 질의가 없습니다.",)),))]
    section = Section("pack", "part", "", "예상 질의답변", tuple(blocks))
    return Document(
        f"{document.title} 예상 질의답변{' (정정되기 전 판)' if at.newer else ''}",
        document.session,
        document.committee,
        document.bureau,
        document.month,
        document.published_on,
        (section,),
    )


def _rate(each: Moved) -> tuple[str, str]:
    course, now = each.course, each.course.rate.text
    text = f"{_named(course)}{particle(course.aspect, '이/가')} {each.old}에서 {now}{particle(now, '으로/로')} 달라진 까닭은?({each.difference})"
    return text, " / ".join(each.why)


def _counted(each: Counted, how: str) -> tuple[str, str]:
    difference = f"({each.difference})" if each.difference else ""
    text = f"{each.title}의 {each.name}{particle(each.name, '이/가')} {each.old}에서 {each.new}{particle(each.new, '으로/로')} {how} 까닭은?{difference}"
    return text, " / ".join(each.why)


def _group(title: str, asked: list[tuple[str, str]], more: int = 0) -> list[Block]:
    """`more`: how many that moved less are left out"""
    lines = [
        line for text, answer in asked for line in (Line("○", 0, (f"문: {text}",)), Line("-", 1, (f"답: {answer}",)))
    ]
    if more > 0:
        lines.append(Line("※", 0, (f"덜 움직인 {more}건은 '판 견주기'에 있습니다.",)))
    return [Heading(f"{title} ({len(asked)}건)"), Bullets(tuple(lines))] if lines else []


def _named(course: Course) -> str:
    return f"{course.programme or course.division}의 {course.title}"


def _reason(course: Course) -> str:
    if not course.reason:
        return UNANSWERED
    by = f" (만회 예정 {printed_day(course.recovery)})" if course.recovery else ""
    return f"{course.reason}{by}"
