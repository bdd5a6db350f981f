"""What load balancers and monitors ask: whether this process lives, and whether it can serve."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from seoulwork.operations.checkup import urgent


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Asks nothing else: a process that answers needs no restart."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


CANNOT_SERVE = {"database", "disk"}
"""A task that nobody does is for who runs the system: sending requests to another host would not mend it."""


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """503 while requests had better go elsewhere, with the keys of all that is wrong. Tells nobody more than that."""
    problems = sorted({each.key for each in urgent()})
    serves = not CANNOT_SERVE & set(problems)
    return JsonResponse({"ready": serves, "problems": problems}, status=200 if serves else 503)
