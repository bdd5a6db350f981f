"""The saving of cells by the scripts; the agreement stands in docs/maintainers/entry-api.md."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST, require_safe

from seoulwork.accounts.rights import user_of
from seoulwork.domain.periods import Month
from seoulwork.entry.due import whole_progress
from seoulwork.entry.grid import figures_of, rows_of
from seoulwork.entry.requests import SentCells
from seoulwork.entry.saving import OtherContent, OtherUser, save
from seoulwork.figures.divisions import division as division_of

MOST_CELLS = 500


@require_POST
def entry_cells(request: HttpRequest, division: str, month: Month) -> HttpResponse:
    """Save cells: see entry-api.md."""
    try:
        # Not pydantic's own reader: it takes no half of a surrogate pair, which is refused beside its cell.
        sent = SentCells.model_validate(json.loads(request.body))
    except (ValueError, RecursionError):
        return _bad("보낸 내용을 읽을 수 없습니다. 화면을 새로 고친 뒤 다시 저장해 주세요.")
    attempts = [each.attempt for each in sent.cells]
    if len(attempts) > MOST_CELLS:
        return _bad(f"한 번에 {MOST_CELLS}개 칸까지 보낼 수 있습니다. 나누어 넣어 주세요.")
    if len({each.cell for each in attempts}) < len(attempts):
        return _bad("같은 칸이 두 번 들어 있습니다. 화면을 새로 고친 뒤 다시 저장해 주세요.")
    user = user_of(request)
    if sent.user is not None and sent.user != user.works_as:
        return _other_user()
    of = division_of(division)
    try:
        what, outcome = save(of, month, attempts, by=user, request=sent.request, all_or_nothing=sent.all_or_nothing)
    except OtherUser:
        return _other_user()
    except OtherContent:
        return _bad("같은 번호로 다른 내용을 보냈습니다. 화면을 새로 고친 뒤 다시 저장해 주세요.")
    changed = what.only(outcome.places)
    rows = []
    if outcome.places:
        rows = rows_of(changed, outcome.now, figures_of(of, changed), outcome.status)
    progress = whole_progress(what, outcome.now.rows)
    return JsonResponse(
        {
            "request": str(sent.request),
            "stored": outcome.stored,
            "cells": [each.answer for each in outcome.results],
            "rows": [row.answer for row in rows],
            "progress": {"due": progress.due, "entered": progress.entered, "text": progress.text},
        }
    )


def _bad(text: str) -> JsonResponse:
    return JsonResponse({"error": "bad_request", "text": text}, status=400)


def _other_user() -> JsonResponse:
    text = "로그인한 사람이나 자격이 바뀌었습니다. 값을 친 사람과 자격으로 바꾼 뒤 다시 저장해 주세요."
    return JsonResponse({"error": "other_user", "text": text}, status=409)


@require_safe
def entry_session(request: HttpRequest) -> HttpResponse:
    """Who is logged in as what, and the token for the next POST."""
    user = request.user
    known = user.is_authenticated
    return JsonResponse(
        {
            "authenticated": known,
            "user": user_of(request).works_as if known else None,
            "name": str(user) if known else "",
            "csrf": get_token(request),
        }
    )
