import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import get_resolver

from seoulwork.environment import told
from seoulwork.operations.memory import settle
from seoulwork.operations.readiness import served_when_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulwork.settings")

with told(code=4):  # gunicorn starts a worker that ends with any other code again and again
    application = served_when_ready(get_wsgi_application())


def load() -> None:
    """What the first pages would load, half a second of them: once, before gunicorn divides into processes, which then share it.
    Nothing of it may have threads."""
    get_resolver().url_patterns  # noqa: B018  to ask for them imports all views
    folder = Path(settings.BASE_DIR, "templates")
    for path in folder.rglob("*.html"):
        get_template(str(path.relative_to(folder)))


load()
settle()
