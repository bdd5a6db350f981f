"""The files of evidence of a cell."""

import logging
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from seoulwork.accounts.rights import user_of
from seoulwork.audit.accesses import record
from seoulwork.audit.models import Access
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month
from seoulwork.entry import evidence as evidence_files
from seoulwork.entry.files import TYPES
from seoulwork.entry.months import Refused
from seoulwork.entry.views.answers import answered, month_page
from seoulwork.entry.views.panel import cell_of, panel_address, panel_refusal
from seoulwork.figures.contents import whole
from seoulwork.figures.divisions import division as division_of

logger = logging.getLogger(__name__)

LONGEST_PAGE = 100
"""Of an access record's name of what was opened"""


@require_POST
def entry_evidence_add(request: HttpRequest, division: str, month: Month, cell: str) -> HttpResponse:
    of, found, programme_id = cell_of(division, month, cell)
    back = panel_address(division, month, found)
    try:
        file = request.FILES.get("file")
        if file is None:
            raise Refused("올릴 파일을 골라 주세요.")
        added = evidence_files.add(of, month, found, file, programme_id=programme_id, by=user_of(request))
    except Refused as refused:
        return panel_refusal(request, refused, of, month, found, "evidence")
    return answered(request, f"'{added.name}'{particle(added.name, '을/를')} 근거 자료로 올렸습니다.", back)


@require_safe
def entry_evidence(request: HttpRequest, division: str, pk: int) -> HttpResponseBase:
    """A file, always as a download and only as the kind that its content is. Such files often name people: who takes one is recorded."""
    found = get_object_or_404(division_of(division).models.Evidence, pk=pk, removed_at__isnull=True)
    try:
        content = whole(found.file.open("rb").read(), found.sha256)
    except OSError:
        logger.exception("The file of evidence %s can't be read.", found.pk)
        messages.error(
            request,
            f"'{found.name}' 파일이 서버의 보관 자리에 없습니다. 관리자에게 알려 주세요. "
            "원본이 있으면 그 값의 근거 자료에 다시 올릴 수 있습니다.",
        )
        return redirect(month_page(division, found.month))
    record(request, Access.Doing.EXPORTED, f"근거 자료 {found.name}"[:LONGEST_PAGE], ())
    known = {content_type for content_type, _ in TYPES.values()}
    content_type = found.content_type if found.content_type in known else "application/octet-stream"
    return FileResponse(BytesIO(content), as_attachment=True, filename=found.name, content_type=content_type)


@require_POST
def entry_evidence_remove(request: HttpRequest, division: str, pk: int) -> HttpResponse:
    found = get_object_or_404(division_of(division).models.Evidence, pk=pk)
    of, cell, programme_id = cell_of(division, found.month, str(found.cell))
    back = panel_address(division, found.month, cell)
    try:
        evidence_files.remove(
            found, division=of, programme_id=programme_id, by=user_of(request), reason=request.POST.get("reason", "")
        )
    except Refused as refused:
        return panel_refusal(request, refused, of, found.month, cell, found.pk)
    return answered(
        request, f"'{found.name}'{particle(found.name, '을/를')} 뺐습니다. 파일은 서버에서 지웠습니다.", back
    )
