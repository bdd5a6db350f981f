"""How the installation is, for administrators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seoulwork.operations.checkup import examine
from seoulwork.operations.models import Task, Worker
from seoulwork.operations.tasks import title_of
from seoulwork.pages.lists import ADMINISTRATION

SHOWN = 20
"""Pieces of long work, the latest."""


@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """What `manage.py doctor` says, who does long work, and what of it came to nothing."""
    findings = examine()
    context = {
        "findings": findings,
        "wrong": sum(bool(each.remedy) for each in findings),
        "workers": Worker.alive(),
        "waiting": Task.objects.filter(state=Task.State.WAITING).count(),
        "running": _titled(Task.State.RUNNING),
        "failed": _titled(Task.State.FAILED),
        "administration": ADMINISTRATION,
    }
    return render(request, "operations/system.html", context)


def _titled(state: str) -> list[tuple[str, Task]]:
    found = Task.objects.filter(state=state).select_related("by")[:SHOWN]
    return [(title_of(each), each) for each in found]
