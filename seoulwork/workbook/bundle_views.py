"""The pages of files that were sent in at once: the list of them, what became of each, and one click for all that are right."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from seoulwork.accounts.rights import check_division, imports_freely, may, user_of
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division_names, divisions
from seoulwork.figures.labels import worded
from seoulwork.pages.lists import list_page
from seoulwork.workbook import bundles as bundling
from seoulwork.workbook.clashes import MOST_TOLD, standing
from seoulwork.workbook.forms import TakeForm
from seoulwork.workbook.models import Bundle, BundleFile, Report
from seoulwork.workbook.tables import IMPORTED, STATES, BundleFilter, BundleTable, workbooks

REFUSED, READING, GONE, UNREAD = "refused", "reading", "gone", "unread"
LABELS = {
    **STATES,
    Report.State.READY.value: "미리보기",
    REFUSED: "거절",
    READING: "읽는 중",
    UNREAD: "읽지 못함",
    GONE: "지움",
}
"""What a file of a bundle has come to, in words."""
BADGES = {IMPORTED: "done", REFUSED: "error", "wrong": "error", UNREAD: "error", "asks": "warning"}


@require_safe
def bundles(request: HttpRequest) -> HttpResponse:
    """What was sent in together, the latest first."""
    own = [each.key for each in divisions() if may(request.user, "import_bundles", division=each.key)]
    everything = ["", *own] if len(own) == len(divisions()) else own
    rows = Bundle.objects.filter(division__in=everything).select_related("received_by")
    return list_page(
        request,
        title="함께 올린 파일",
        rows=rows.annotate(file_count=Count("files")),
        table_class=BundleTable,
        filter_class=BundleFilter,
        state="여러 파일을 한꺼번에 올린 것입니다. 받은 때를 누르면 파일마다 어떻게 되었는지 나옵니다.",
        actions=[("엑셀 반입", reverse("imports"), ""), ("파일 올리기", reverse("import_add"), "primary")],
    )


@require_safe
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each file, where two of them differ, and the import of all that are without question and error."""
    found = _bundle(request, pk)
    task = bundling.last_task(found)
    under_way = task is not None and not task.finished
    files = list(found.files.all())
    waiting = set(found.files.filter(content__isnull=False).values_list("pk", flat=True))
    places, differing = standing(found)
    rows = _rows(files, differing, freely=imports_freely(user_of(request)))
    for row in rows:
        if row["file"].pk in waiting:
            row |= _said(READING if under_way else UNREAD)
    ready = [each for each in rows if each["takeable"]]
    context = {
        "bundle": found,
        "division": division_names().get(found.division, worded("서식마다 적힌 {division}")),
        "rows": rows,
        "places": _places(places, files),
        "place_count": max(len(places), found.clashes["count"] if len(places) == MOST_TOLD else 0),
        "task": task,
        "under_way": under_way,
        "unread": any(each["state"] == UNREAD for each in rows),
        "ready": ready,
        "form": TakeForm() if ready and not under_way else None,
    }
    return render(request, "workbook/bundle.html", context)


def _said(state: str) -> dict[str, str]:
    return {"state": state, "label": LABELS[state], "badge": BADGES.get(state, "")}


def _rows(files: list[BundleFile], differing: set[int], *, freely: bool) -> list[dict[str, Any]]:
    """A row of the list for each file. 2 queries."""
    keys = [each.workbook_id for each in files if each.workbook_id is not None]
    states = {each.pk: each for each in workbooks().filter(pk__in=keys)}
    said = {
        pk: (fingerprint, counts, barred, judged_freely)
        for pk, fingerprint, counts, barred, judged_freely in Report.objects.filter(workbook_id__in=keys).values_list(
            "workbook_id", "content__fingerprint", "content__counts", "content__barred__0", "content__freely"
        )
    }
    names = division_names()
    rows = []
    for file in files:
        workbook: Any = states.get(file.workbook_id or 0)
        fingerprint, counts, barred, judged_freely = said.get(file.workbook_id or 0, ("", {}, None, None))
        state = _state(file, workbook)
        right = state == Report.State.READY and barred is None and judged_freely is freely
        rows.append(
            {
                "file": file,
                "workbook": workbook,
                "division": names[workbook.division] if workbook else "",
                **_said(state),
                "counts": counts,
                "differs": file.pk in differing,
                "barred": state == Report.State.READY and barred is not None,
                "takeable": right and file.pk not in differing,
                "fingerprint": fingerprint,
            }
        )
    return rows


def _state(file: BundleFile, workbook: Any) -> str:
    if workbook is not None and workbook.state == IMPORTED:
        return IMPORTED
    if file.refusal:
        return REFUSED
    return GONE if workbook is None else str(workbook.state)


def _places(places: list[dict[str, Any]], files: list[BundleFile]) -> list[dict[str, Any]]:
    names = {each.pk: each.name for each in files}
    return [
        {
            **each,
            "month_label": Month.parse(each["month"]).korean,
            "figures": [{"name": names[pk], "where": where, "value": value} for pk, where, value in each["figures"]],
        }
        for each in places
    ]


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with files that were not read, as the work was interrupted."""
    found = _bundle(request, pk)
    bundling.read(found, user_of(request))
    return redirect("import_bundle", pk)


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Import the files as they were seen, each by itself."""
    found = _bundle(request, pk)
    form = TakeForm(request.POST)
    seen = dict(each.split(":", 1) for each in request.POST.getlist("take") if ":" in each)
    if not form.is_valid() or not seen:
        messages.error(request, "반입할 파일이 없습니다. 파일마다의 상태를 확인해 주세요.")
        return redirect("import_bundle", pk)
    bundling.take(found, seen, user_of(request), form.cleaned_data["reason"])
    return redirect("import_bundle", pk)


def _bundle(request: HttpRequest, pk: int) -> Bundle:
    """Raises Http404, PermissionDenied for another division's."""
    found = get_object_or_404(Bundle.objects.select_related("received_by"), pk=pk)
    check_division(request, found.division or "?")
    return found
