"""The page on which the text of a part is read in from an HWPX file that others wrote: looked at first, then kept as the desk keeps it.
Rights stand in seoulwork/accounts/rights.py."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seoulwork.accounts.models import User
from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.entry.months import Refused
from seoulwork.entry.steps import storable

from ..desk import keeping, tables
from ..desk.free_making import FreeMaking
from ..desk.parts import Part
from ..desk.views import address_of, part_at, published
from ..editions.reading import is_published
from .drafting import DraftTable, drafted
from .opening import NotTaken, opened

LONGEST = 2_000_000
"""Letters of the tables that a form carries"""


class FileForm(forms.Form):
    file = forms.FileField(label="한글 파일", help_text="HWPX 파일, 20MB까지. 올린 파일은 보관하지 않습니다.")


@require_http_methods(["GET", "HEAD", "POST"])
def read_in(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """A file is sent, and its draft comes back to be looked at; that is sent again and kept."""
    at = part_at(name, division, number)
    if is_published(at.briefing):
        return published(request, at.briefing)
    settled = keeping.manuscript_of(at).state == keeping.State.SETTLED
    context: dict[str, Any] = {
        "briefing": at.briefing,
        "part": at,
        "form": FileForm(),
        "may_write": may(user_of(request), "desk_read_in", "POST", division) and not settled,
        "settled": settled,
    }
    if request.FILES:
        context["form"] = form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            context |= _looked_at(at, form)
    elif "text" in request.POST:
        try:
            _keep(at, request, by=user_of(request))
        except Refused as refused:
            messages.error(request, str(refused))
            context |= {"draft": request.POST["text"], "tables": request.POST.get("tables", "[]")}
        else:
            return redirect(address_of("desk_write", at))
    elif request.method == "POST":
        context["form"] = form = FileForm(request.POST, request.FILES)
        form.is_valid()
    return render(request, "reports/read_in.html", context)


def _looked_at(at: Part, form: FileForm) -> dict[str, Any]:
    key = f"{at.division.key}-{at.number}"
    known = tuple(tables.tables_of(at).values_list("name", flat=True))
    try:
        draft = drafted(opened(form.cleaned_data["file"].read()), key=key, title=at.title, names=known)
    except NotTaken as refused:
        form.add_error("file", str(refused))
        return {}
    if not draft.text and not draft.left:
        form.add_error("file", "파일에 글이 없습니다. 한글에서 열어 확인해 주세요.")
        return {}
    described = [{"name": each.name, "description": _making(each).description} for each in draft.tables]
    return {"draft": draft.text, "tables": json.dumps(described, ensure_ascii=False), "read": draft}


def _making(table: DraftTable) -> FreeMaking:
    told = {"caption": table.caption, "unit": table.unit, "as_of": table.as_of, "notes": ()}
    return FreeMaking(table.grid, table.heads, told=told)


@transaction.atomic
def _keep(at: Part, request: HttpRequest, *, by: User) -> None:
    """The tables, then the text: in the place of what stands there, or below it. Raises Refused, and Http404 for what the form does not
    send."""
    text = request.POST["text"].replace("\r\n", "\n").strip("\n")
    if not storable(text):
        raise Refused("글에 저장할 수 없는 글자가 있습니다. 그 글자를 지우고 다시 넣어 주세요.")
    made = request.POST.get("tables", "")
    try:
        sent = [(str(each["name"]), dict(each["description"])) for each in json.loads(made[:LONGEST] or "[]")]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Http404 from error
    placed = [each for each in sent if f"[표: {each[0]}]" in text]
    for name, description in placed:
        tables.keep(at, name, description, seen=0, by=by)
    now = keeping.current_text(at, keeping.manuscript_of(at))
    below = request.POST.get("how") != "instead" and now
    kept = keeping.save(at, base=now, text=f"{now}\n{text}" if below else text, by=by)
    if kept.problems:
        messages.warning(
            request, f"가져왔습니다. 고칠 줄이 {len(kept.problems)}곳 있어, 고치기 전에는 앞의 글이 인쇄됩니다."
        )
    else:
        messages.success(
            request, "가져왔습니다. 숫자는 적힌 그대로입니다. 원고에서 알려 주는 것부터 수치에 묶어 주세요."
        )
