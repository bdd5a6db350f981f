"""The pages of the import. Rights stand in seoulwork/accounts/rights.py: officers see and import what is their division's."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import check_division, imports_freely, keeps_lists, may, user_of
from seoulwork.catalogue.carry_forward import last_budget_year
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division as division_of
from seoulwork.figures.divisions import division_names, divisions
from seoulwork.figures.queries import ledger
from seoulwork.operations.models import Task
from seoulwork.pages.export import CONTENT_TYPE
from seoulwork.pages.lists import list_page
from seoulwork.workbook import background, bundles, handling
from seoulwork.workbook.contents import Content
from seoulwork.workbook.forms import (
    ASKED_AT_ONCE,
    BY_TEMPLATE,
    ConfirmForm,
    ListTemplateForm,
    QuestionsForm,
    ReasonForm,
    TemplateForm,
    UploadForm,
    half_year_before,
)
from seoulwork.workbook.importing import preview as previewing
from seoulwork.workbook.importing import receive as receiving
from seoulwork.workbook.importing import undo as undoing
from seoulwork.workbook.lists.books import BOOKS
from seoulwork.workbook.lists.making import make_book
from seoulwork.workbook.models import ACTUALS, Bundle, Report, Workbook
from seoulwork.workbook.outcome import EQUAL, STATES
from seoulwork.workbook.report import CELL, findings_of
from seoulwork.workbook.safety import Refused
from seoulwork.workbook.tables import WorkbookFilter, WorkbookTable, workbooks
from seoulwork.workbook.template import make_template

CELLS_PER_PAGE = 200
MOVES = "moves"
"""Of the cells of a list: all but the equal ones"""


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """Every workbook that was received for the divisions of who reads, with what became of it."""
    own = [each.key for each in divisions() if may(request.user, "imports", division=each.key)]
    rows = workbooks().filter(division__in=own, kind__in=handling.kinds_for(user_of(request)))
    return list_page(
        request,
        title="엑셀 반입",
        rows=rows,
        table_class=WorkbookTable,
        filter_class=WorkbookFilter,
        state="부서나 다른 기관이 보낸 엑셀 파일의 실적과, 목표·계획·예산·지표·인력의 서식을 한꺼번에 넣습니다. 파일을 올리면 무엇이 바뀌는지 먼저 보여 드립니다.",
        actions=[
            ("함께 올린 파일", reverse("import_bundles"), ""),
            ("서식 내려받기", reverse("import_template", args=[own[0]]), ""),
            ("파일 올리기", reverse("import_add"), "primary"),
        ],
    )


@require_safe
def template(request: HttpRequest, division: str) -> HttpResponse:
    """Which months the template is for, then (`?year=2018&first=1&last=6`) the template itself."""
    own = division_of(division)
    form = TemplateForm(request.GET or None, initial=half_year_before())
    if form.is_valid():
        content = make_template(own, ledger(own, form.run.last), form.run)
        return _download(content, f"{own.name} {form.run.korean} 실적 서식.xlsx")
    offered = [each for each in divisions() if may(request.user, "import_template", division=each.key)]
    may_upload = may(request.user, "import_add", "POST", own.key)
    context = {"division": own, "divisions": offered, "form": form, "may_upload": may_upload, "books": BOOKS.values()}
    return render(request, "workbook/template.html", context)


@require_safe
def list_template(request: HttpRequest, division: str, kind: str) -> HttpResponse:
    """What a list's workbook is to hold, then (`?year=2018`) the workbook itself; and where it is sent to, filled in."""
    own, book = division_of(division), BOOKS.get(kind)
    if book is None:
        raise Http404
    form = ListTemplateForm(book.asks, request.GET or None, year=last_budget_year(own))
    if form.is_valid():
        content = make_book(book, own, form.options)
        return _download(content, f"{own.name} {book.label} {' '.join(filter(None, form.options.values()))} 서식.xlsx")
    context = {
        "division": own,
        "divisions": [each for each in divisions() if may(request.user, "import_list_template", division=each.key)],
        "book": book,
        "books": BOOKS.values(),
        "title": f"{book.label}{particle(book.label, '을/를')} 엑셀로 고치기",
        "rows": f"{book.rows}{particle(book.rows, '이/가')}",
        "form": form,
        "may_upload": keeps_lists(user_of(request)),
    }
    return render(request, "workbook/list_template.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Receive a file. It is read at once (within safety's limits) and kept only when it can be; the rest is a task. Of several
    files, everything is."""
    user = user_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, initial=dict(request.GET.items()), user=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.several:
            return redirect("import_bundle", _bundle(form, user).pk)
        file = given["file"][0]
        try:
            received, _ = receiving.receive(
                file.read(),
                name=file.name,
                to=division_of(given["division"]),
                year=given["year"],
                sender=given["sender"],
                by=user,
            )
        except receiving.AlreadyImported as error:
            messages.warning(request, str(error))
            return redirect("import_workbook", error.batch.workbook_id)
        except Refused as error:
            form.add_error("file", str(error))
        else:
            return redirect("import_progress", background.look(received, user).pk)
    return render(request, "workbook/add.html", {"form": form})


def _bundle(form: UploadForm, by: User) -> Bundle:
    given = form.cleaned_data
    key = "" if given["division"] == BY_TEMPLATE else given["division"]
    return bundles.send_in(given["file"], division=key, year=given["year"], sender=given["sender"], by=by)


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a look or an import is. The page can be left; once the work is over it leads on."""
    task = get_object_or_404(Task, pk=pk, kind__in=[each.kind for each in background.OF_A_WORKBOOK])
    check_division(request, task.arguments.get("division", "?"))
    if task.finished and Workbook.objects.filter(pk=task.arguments["workbook"]).exists():
        return redirect("import_workbook", task.arguments["workbook"])
    return render(
        request, "workbook/progress.html", {"task": task, "importing": task.kind == background.import_task.kind}
    )


@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """A received workbook: what importing it would change, or what it did."""
    found = _workbook(request, pk)
    user = user_of(request)
    task = background.last_task(pk)
    if task is not None and not task.finished:
        return redirect("import_progress", task.pk)
    batches = list(found.batches.select_related("by", "undone_by"))
    standing = next((each for each in batches if each.undone_at is None), None)
    report = Report.objects.filter(workbook=found).first()
    context: dict[str, Any] = {
        "workbook": found,
        "division": division_names()[found.division],
        "batches": batches,
        "standing": standing,
        "report": report,
        "task": task,
        "again": urlencode({"division": found.division, "sender": found.sender, "year": found.year or ""}),
        "bundle": found.bundle_files.values_list("bundle_id", flat=True).last(),
        "may_undo": standing is not None and undoing.may_undo(standing, user),
        "may_discard": not batches and background.may_discard(found, user),
    }
    if report is not None:
        context |= _shown(request, report, of_list=found.kind != ACTUALS)
        context["for_others"] = report.content.get("freely", True) is not imports_freely(user)
        if report.state == Report.State.READY and standing is None and not context["for_others"]:
            given = {"fingerprint": report.content["fingerprint"]}
            context["form"] = ConfirmForm(initial=given, barred=_barred(report), of_list=found.kind != ACTUALS)
    return render(request, "workbook/workbook.html", context)


def _barred(report: Report | None) -> int:
    """How many cells the report leaves out."""
    return len(report.content.get("barred", ())) if report else 0


def _shown(request: HttpRequest, report: Report, *, of_list: bool) -> dict[str, Any]:
    """The report's cells, narrowed by `?state=` and `?programme=`, one page of them. Of a list, whose template holds all that is
    stored, first those in which something moves."""
    content = report.content
    every = [dict(zip(CELL, cell, strict=True)) for cell in content["cells"]]
    moving = [cell for cell in every if cell["state"] != EQUAL]
    state = request.GET.get("state", MOVES if of_list and moving else "")
    programme = request.GET.get("programme", "")
    programmes = list(dict.fromkeys(cell["programme"] for cell in every))
    chosen = moving if state == MOVES else [cell for cell in every if state in ("", cell["state"])]
    cells = [cell for cell in chosen if programme in ("", cell["programme"])]
    page = Paginator(cells, CELLS_PER_PAGE).get_page(request.GET.get("page"))
    for cell in page.object_list:
        cell["state_label"] = STATES[cell["state"]]
        cell["month_label"] = cell["month"] if of_list else Month.parse(cell["month"]).korean
    address = request.GET.copy()
    address.pop("page", None)
    return {
        "content": content,
        "others": _others(request, content),
        "of_list": of_list,
        "counts": [(key, label, content["counts"][key]) for key, label in STATES.items()],
        "total": len(content["cells"]),
        "page": page,
        "programmes": programmes,
        "programme": programme,
        "state": state,
        "address": address.urlencode(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """What could not be matched: asked once, remembered for who sent the workbook, and corrected here."""
    found = _workbook(request, pk)
    report = Report.objects.filter(workbook=found).first()
    if report is None or not (report.content["questions"] or report.content.get("answers")):
        return redirect("import_workbook", pk)
    form = QuestionsForm(report.content, request.POST or None, sender=found.sender)
    if request.method == "POST" and form.is_valid():
        previewing.remember(found, form.answers, user_of(request), sender=form.cleaned_data.get("sender", ""))
        return redirect("import_progress", background.look(found, user_of(request)).pk)
    return render(
        request,
        "workbook/questions.html",
        {
            "workbook": found,
            "division": division_names()[found.division],
            "form": form,
            "count": len(report.content["questions"]),
            "at_once": ASKED_AT_ONCE,
        },
    )


@require_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Look again: at figures that changed, with answers that were given since; or at the rows of another division."""
    found, user = _workbook(request, pk), user_of(request)
    other = request.POST.get("division", found.division)
    if other != found.division:
        if other not in division_names():
            raise Http404
        check_division(request, other)
        try:
            found, _ = receiving.receive(
                found.received,
                name=found.name,
                to=division_of(other),
                year=found.year,
                sender=found.sender,
                by=user,
            )
        except receiving.AlreadyImported as error:
            messages.warning(request, str(error))
            return redirect("import_workbook", error.batch.workbook_id)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("import_workbook", pk)
    return redirect("import_progress", background.look(found, user).pk)


def _others(request: HttpRequest, content: Content) -> list[dict[str, Any]]:
    """The other divisions of which a workbook has rows, and whether who asks may look at these."""
    return [
        {"key": key, "name": division_names()[key], "may": may(request.user, "import_preview", "POST", key)}
        for key in content.get("others", ())
    ]


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Import what the preview showed."""
    found = _workbook(request, pk)
    report = Report.objects.filter(workbook=found).first()
    form = ConfirmForm(request.POST, barred=_barred(report), of_list=found.kind != ACTUALS)
    if not form.is_valid():
        said = form.errors.get("leaving_out", ["미리보기를 다시 확인한 뒤 반입해 주세요."])
        without = "사유를 적어 주세요. 누가 왜 바꾸었는지 기록에 남습니다." if "reason" in form.errors else ""
        messages.error(request, without or str(said[0]))
        return redirect("import_workbook", pk)
    given = form.cleaned_data
    task = background.confirm(
        found,
        given["fingerprint"],
        user_of(request),
        given["reason"],
        leaving_out=given.get("leaving_out", False),
    )
    return redirect("import_progress", task.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then take the import back; or say which later figures stand on it."""
    found = _workbook(request, pk)
    batch = receiving.standing_batch(found)
    if batch is None:
        return redirect("import_workbook", pk)
    form = ReasonForm(request.POST or None)
    standing: tuple[undoing.Standing, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                handling.undo(batch, by=user_of(request), reason=form.cleaned_data["reason"])
                Report.objects.filter(workbook=found).delete()  # of figures that stand no more
        except undoing.NotUndone as error:
            form.add_error(None, str(error))
            standing = error.standing
        else:
            messages.success(request, "반입을 되돌렸습니다. 반입하기 전의 값이 다시 쓰입니다.")
            return redirect("import_workbook", pk)
    context = {"workbook": found, "batch": batch, "form": form, "standing": standing}
    return render(request, "workbook/undo.html", context)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away a workbook that was never imported."""
    found = _workbook(request, pk)
    if not background.may_discard(found, user_of(request)):
        messages.error(request, "다른 사람이 올린 파일은 올린 사람이나 관리자가 지웁니다.")
        return redirect("import_workbook", pk)
    if background.discard(found, user_of(request)):
        messages.success(request, f"받은 파일을 지웠습니다: {found.name}")
        return redirect("imports")
    messages.error(request, "반입한 적이 있는 파일은 값의 출처이므로 지울 수 없습니다.")
    return redirect("import_workbook", pk)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook as it was received."""
    found = _workbook(request, pk)
    return _download(found.received, found.name)


@require_safe
def commented(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook with a comment on each cell that the last preview found wrong or odd."""
    found = _workbook(request, pk, "report")
    if not hasattr(found, "report"):
        raise Http404
    try:
        content = previewing.commented(found.received, findings_of(found.report.content))
        return _download(content, f"고칠 곳 {found.name}")
    except Refused as error:
        messages.error(request, f"메모를 단 파일을 만들 수 없습니다. 아래 표를 보고 고쳐 주세요. {error}")
        return redirect("import_workbook", pk)


def _workbook(request: HttpRequest, pk: int, beside: str = "received_by") -> Workbook:
    """A received workbook, its content only read when it is asked for. Raises Http404, PermissionDenied for another division's."""
    found = get_object_or_404(Workbook.objects.select_related(beside), pk=pk)
    check_division(request, found.division)
    if not handling.may_handle(user_of(request), found):
        raise PermissionDenied
    return found


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
