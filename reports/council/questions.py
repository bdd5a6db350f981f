"""Questions of readers: asked at a line or a number of an edition, answered by the division that it is of, read where they were asked."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seoulwork.accounts.models import Role, User
from seoulwork.accounts.rights import may, user_of
from seoulwork.audit.accesses import Doing, record
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.domain.briefings import BriefingName
from seoulwork.figures.divisions import divisions
from seoulwork.figures.recording import Stamp
from seoulwork.notices.models import Kind
from seoulwork.notices.telling import tell

from ..asking import Question
from ..comparison import pieces
from ..editions.identities import homes_of
from ..editions.kept import document_of
from ..editions.reading import reading
from ..models import Edition
from ..places import UnknownPlace, read
from ..printed import EDITION_UNREAD, Measured, PrintedLine
from ..values import Figure, Home, Origin
from .figures import changes_for, values_of

PER_PAGE = 20
LONGEST_ANSWER = 2_000
LONGEST_FIGURE = 100
LONGEST_TOLD = 300
LONGEST_QUESTION = 500


class AskForm(forms.Form):
    line = forms.ModelChoiceField(PrintedLine.objects.none(), label="어느 줄", empty_label=None)
    text = forms.CharField(label="질의", max_length=LONGEST_QUESTION, widget=forms.Textarea({"rows": 4}))

    def __init__(self, lines: QuerySet[PrintedLine], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["line"]
        chosen.queryset = lines


@dataclass(frozen=True, slots=True)
class Pressed:
    """A number of an edition: what it prints, whose it is, and the lines in which it stands."""

    figure: Figure
    home: Home | None
    division: str
    """Whose stored figures are behind it; of what several have together that of the section, empty for what is of all"""
    lines: list[PrintedLine]


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, name: BriefingName, edition: int, key: str) -> HttpResponse:
    """At a section of an edition; `place` and `shown` name the number that was pressed."""
    at = reading(request, name, edition)
    if at.edition is None or at.withdrawal:
        raise Http404
    lines = PrintedLine.objects.filter(edition=at.edition, section=key)
    if not lines:
        raise Http404
    pressed = _pressed(at.edition, list(lines), request)
    form = AskForm(lines, request.POST or None, initial={"line": (pressed.lines if pressed else lines)[0].pk})
    if request.method == "POST" and form.is_valid():
        asked = _question(at.edition, form.cleaned_data["line"], pressed)
        asked.text, asked.by = form.cleaned_data["text"], user_of(request)
        with transaction.atomic():
            asked.save()
            _tell(asked, asked.by, Action.QUESTION_ASKED, Kind.QUESTION, _answerers(asked), "질의를 받았습니다")
        messages.success(request, "질의를 보냈습니다. 답하면 알림으로 알려 드립니다.")
        return redirect("question", asked.pk)
    context = {
        "briefing": at.briefing,
        "reading": at,
        "form": form,
        "pressed": pressed,
        "key": key,
        "title": lines[0].title,
    }
    return render(request, "reports/ask.html", context)


def _pressed(edition: Edition, lines: list[PrintedLine], request: HttpRequest) -> Pressed | None:
    """The number that the address names, where the section prints it. 2 queries at most. Raises Altered."""
    shown = request.GET.get("shown", "")[:LONGEST_FIGURE]
    try:
        place = read(request.GET.get("place", ""))
    except UnknownPlace:
        return None
    document = document_of(edition)
    section = next(each for each in document.walk() if each.key == lines[0].section)
    told = [
        (piece.row or piece.place, figure)
        for piece in pieces(section)
        for figure in piece.runs
        if isinstance(figure, Figure)
        and figure.text == shown
        and any(origin.place == place for origin in figure.origins)
    ]
    stands = [line for where, _ in told for line in lines if line.place == where and shown in line.text]
    if not stands:
        return None
    figure = told[0][1]
    owners = {origin.place[0] for origin in figure.origins}
    if len(owners) > 1:
        return Pressed(figure, None, _division(section.key), stands)
    home = homes_of(edition, document)(place)
    known = divisions(edition.briefing.month)
    division = home.division if home else next((each.key for each in known if each.name == place[0]), "")
    return Pressed(figure, home, division, stands)


def _question(edition: Edition, line: PrintedLine, pressed: Pressed | None) -> Question:
    """At that line; about the number only where the line has it."""
    about = pressed if pressed and line in pressed.lines else None
    home = about.home if about else None
    return Question(
        edition=edition,
        division=about.division if about else _division(line.section),
        section=line.section,
        title=line.title,
        place=line.place,
        line=line.text,
        figure=about.figure.text if about else "",
        kind=home.kind if home else "",
        number=home.number if home else None,
        origins=[_stored_text(each) for each in about.figure.origins] if about else [],
    )


def _stored_text(origin: Origin) -> list[str]:
    """As `Question.origins` has it."""
    as_of = origin.as_of.isoformat() if origin.as_of else ""
    return [origin.indicator, origin.kind, origin.period, origin.value, as_of, origin.entered]


def _division(key: str) -> str:
    """Whose section it is; empty for what is of all."""
    return next((each.key for each in divisions() if key.startswith(f"{each.key}-")), "")


def _answerers(question: Question) -> list[User]:
    if not question.division:
        return list(User.objects.holding(Role.ADMINISTRATOR))
    own = User.objects.holding(Role.OFFICER, Role.HEAD, division=question.division)
    return list(own) or list(User.objects.holding(Role.ADMINISTRATOR))


def _tell(question: Question, by: User, action: Action, kind: Kind, to: list[User], said: str) -> None:
    """Record it, and tell them. In the caller's transaction."""
    briefing = question.edition.briefing
    reason = (question.answer or question.text)[:LONGEST_TOLD]
    target = Target(month=briefing.month, division=question.division)
    log(action, f"{question.edition} {question.title}", Stamp(by, "", reason=reason), target=target, briefing=briefing)
    more = "\n\n".join(filter(None, [f"> {question.line}", question.text, question.answer]))
    tell(to, kind, f"{said}: {question.text}"[:LONGEST_TOLD], reverse("question", args=[question.pk]), more=more)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """`?state=open`: those without an answer."""
    user = user_of(request)
    known = Question.objects.for_reader(user).with_corrected(user).select_related("edition__briefing", "by")
    known = known.defer(*EDITION_UNREAD)
    state = request.GET.get("state", "")
    if state == "open":
        known = known.filter(answered_at=None)
    page = Paginator(known, PER_PAGE).get_page(request.GET.get("page"))
    record(request, Doing.VIEWED, "질의 목록", (each.by.username for each in page))
    return render(request, "reports/questions.html", {"page": page, "state": state})


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    record(request, Doing.VIEWED, "질의", [found.by.username])
    answering = not found.answer and may(request.user, "question_answer", "POST", found.division)
    return render(request, "reports/question.html", _context(request, found, answering=answering))


def _context(request: HttpRequest, asked: Question, *, answering: bool) -> dict[str, Any]:
    """A question with where its number comes from and what is known of that: as the edition keeps it, for the staff also what was changed
    since. At most 7 queries."""
    context = {"question": asked, "answering": answering}
    if asked.number is None:
        return context
    identity = (asked.division, asked.kind, asked.number)
    stored = values_of(
        Measured.objects.filter(edition=asked.edition_id, kind=asked.kind, number=asked.number, division=asked.division)
    )
    return {**context, "stored": stored, "changes": changes_for(user_of(request), *identity)}


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if not may(request.user, "question_answer", "POST", found.division):
        raise PermissionDenied
    said = request.POST.get("answer", "").replace("\0", "").strip()
    if not said or len(said) > LONGEST_ANSWER:
        told = f"답변을 {LONGEST_ANSWER:,}자까지 적어 주세요." if said else "답변을 적어 주세요."
        record(request, Doing.VIEWED, "질의", [found.by.username])
        context = {**_context(request, found, answering=not found.answer), "told": told, "said": said}
        return render(request, "reports/question.html", context, status=400)
    by = user_of(request)
    found.answer, found.answered_by, found.answered_at = said, by, timezone.now()
    with transaction.atomic():
        kept = {"answer": said, "answered_by": by, "answered_at": found.answered_at}
        if not Question.objects.filter(pk=pk, answered_at=None).update(**kept):
            messages.warning(request, "이미 답한 질의입니다. 남긴 답변은 바뀌지 않습니다.")
            return redirect("question", pk)
        _tell(found, by, Action.QUESTION_ANSWERED, Kind.ANSWER, [found.by], "질의에 답했습니다")
        record(request, Doing.CHANGED, "질의", [found.by.username])
    messages.success(request, "답변을 남겼습니다. 물은 분에게 알렸습니다.")
    return redirect("question", pk)


def _found(request: HttpRequest, pk: int) -> Question:
    user = user_of(request)
    known = Question.objects.for_reader(user).with_corrected(user).defer(*EDITION_UNREAD)
    known = known.select_related("edition__briefing", "by", "answered_by")
    return get_object_or_404(known, pk=pk)
