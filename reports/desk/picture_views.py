"""The pictures of a part: put up, told in words, changed, removed. Rights stand in seoulwork/accounts/rights.py."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from seoulwork.accounts.rights import may, user_of
from seoulwork.domain.briefings import BriefingName
from seoulwork.entry.files import LARGEST
from seoulwork.entry.months import Refused
from seoulwork.figures.contents import whole
from seoulwork.figures.divisions import divisions
from seoulwork.figures.models.pictures import LONGEST_NAME, SHARES

from ..document import MEDIA_TYPES
from ..editions.reading import is_published, picture_in_editions, visible
from ..models import Briefing
from ..pictures.redrawing import LONGEST_SIDE
from . import keeping, pictures, placing
from .parts import Part
from .views import address_of, number_of, part_at, published

if TYPE_CHECKING:
    from seoulwork.figures.concrete import ManuscriptPictureVersion

HINT = f"PNG, JPEG, SVG. {LARGEST // 1024 // 1024}MB까지이고, 긴 변이 {LONGEST_SIDE:,}화소보다 길면 줄여서 보관합니다. 찍은 곳과 기기 같은 정보는 지웁니다."


class PictureForm(forms.Form):
    """What is printed beside a picture; the name stands once it is put up, for texts place it by that."""

    file = forms.FileField(label="그림 파일", help_text=HINT)
    name = forms.CharField(
        label="이름", max_length=LONGEST_NAME, help_text="글에 [그림: 이름]으로 둡니다. 예: 추진체계"
    )
    alternative = forms.CharField(
        label="대체 글",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text="그림을 보지 못하는 사람에게 읽어 줍니다. 그림이 말하는 것을 한두 문장으로 적습니다.",
    )
    caption = forms.CharField(label="제목", max_length=120, required=False, help_text="그림 위에 인쇄합니다.")
    source = forms.CharField(
        label="출처", max_length=120, required=False, help_text="그림 아래에 '자료 : 출처'로 인쇄합니다."
    )
    share = forms.TypedChoiceField(
        label="너비",
        coerce=int,
        choices=[(each, f"글 너비의 {each}%") for each in SHARES],
        initial=SHARES[-1],
    )

    line = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """Of the text, below which it is put; without one at its end."""

    @property
    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in pictures.TOLD}


class ChangedPictureForm(PictureForm):
    name = None  # type: ignore[assignment]
    line = None  # type: ignore[assignment]
    file = forms.FileField(label="다른 그림으로 바꾸기", required=False, help_text=HINT)
    seen = forms.CharField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest, name: BriefingName, division: str, number: int) -> HttpResponse:
    """The pictures of a part, and the form for one more."""
    at = part_at(name, division, number)
    if is_published(at.briefing):
        return published(request, at.briefing)
    line = request.GET.get("line", "")
    form = PictureForm(request.POST or None, request.FILES or None, initial={"line": line if line.isdecimal() else ""})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def put_up() -> str:
            new = pictures.redrawn(data["file"])
            by = user_of(request)
            with transaction.atomic():
                row = pictures.add(at, data["name"], form.told, new, by=by)
                placing.place(at, placing.PICTURE, row.name, data["line"] or 0, by=by)
            return f"그림을 올리고 글에 넣었습니다. {new.changed}"

        if _done(request, form, put_up):
            return redirect(address_of("desk_write", at))
    placed = pictures.placed_in(keeping.manuscript_of(at).text)
    context = _context(request, at) | {
        "pictures": [(each, each.name in placed) for each in pictures.pictures_of(at)],
        "form": form,
    }
    return render(request, "reports/pictures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def changed(request: HttpRequest, name: BriefingName, division: str, number: int, pk: int) -> HttpResponse:
    """One picture: what stands beside it, another one in its place, an earlier version again, or away with it."""
    at = part_at(name, division, number)
    if is_published(at.briefing):
        return published(request, at.briefing)
    row = get_object_or_404(pictures.pictures_of(at), pk=pk)
    told = {name: getattr(row, name) for name in pictures.TOLD}
    form = ChangedPictureForm(
        request.POST or None, request.FILES or None, initial=told | {"seen": pictures.seen_of(row)}
    )
    if request.method == "POST":
        by, seen = user_of(request), request.POST.get("seen", "")

        def take_away() -> str:
            pictures.remove(at, row, seen=seen, by=by)
            return f"'{row.name}' 그림을 지웠습니다."

        def change() -> str:
            new = pictures.redrawn(form.cleaned_data["file"]) if form.cleaned_data["file"] else None
            pictures.change(at, row, form.told, new, seen=seen, by=by)
            return f"그림을 고쳤습니다. {new.changed if new else ''}"

        def take_back() -> str:
            version = get_object_or_404(row.versions, pk=number_of(request.POST["restore"]))
            pictures.restore(at, row, version, seen=seen, by=by)
            return "앞의 판을 되살렸습니다."

        ways = {"remove": take_away, "restore": take_back}
        way = next((ways[name] for name in ways if name in request.POST), change)
        if (way is not change or form.is_valid()) and _done(request, form, way):
            return redirect(address_of("desk_pictures", at))
    context = {"picture": row, "form": form, "versions": pictures.versions_of(row), "seen": pictures.seen_of(row)}
    return render(request, "reports/picture.html", _context(request, at) | context)


def _context(request: HttpRequest, at: Part) -> dict[str, Any]:
    settled = keeping.manuscript_of(at).state == keeping.State.SETTLED
    writes = may(user_of(request), "desk_pictures", "POST", at.division.key)
    return {"briefing": at.briefing, "part": at, "may_write": writes and not settled, "settled": settled}


def _done(request: HttpRequest, form: forms.Form, take: Callable[[], str]) -> bool:
    """Whether it could be done, with a message; else the form says why not."""
    try:
        messages.success(request, take().strip())
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    return True


def _earlier(request: HttpRequest, briefing: Briefing, digest: str) -> "ManuscriptPictureVersion | None":
    """A version of a picture, for who may write beside it."""
    own = [each for each in divisions() if may(request.user, "desk_picture", "GET", each.key)]
    return next(filter(None, (pictures.earlier(each, briefing, digest) for each in own)), None)


ALONE: dict[str, Any] = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "font-src": ["data:"],
    "frame-ancestors": [NONE],
    "sandbox": True,
}
"""What a picture may that is opened by itself."""


@require_safe
@csp(ALONE)  # type: ignore[arg-type]  # its types know no address with parts
def shown(request: HttpRequest, name: BriefingName, digest: str) -> HttpResponseBase:
    """A picture of a briefing, for who may read that: as an image and never as a page with rights of its own. The browser may keep
    it, and asks each time whether it still may show it."""
    briefing = visible(request, name)
    stored = () if user_of(request).is_council else divisions()  # who reads editions alone has of each what it printed
    row = next(filter(None, (pictures.found(each, briefing, digest) for each in stored)), None)
    kept = row or picture_in_editions(briefing, digest) or _earlier(request, briefing, digest)
    if kept is None:
        raise Http404
    tag = f'"{kept.sha256}"'
    response = get_conditional_response(request, etag=tag) or HttpResponse(
        whole(kept.content, kept.sha256), content_type=MEDIA_TYPES[kept.kind]
    )
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = "inline"
    return response
