import os

from django.core.wsgi import get_wsgi_application

from .readiness import served_when_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulwork.settings")

application = served_when_ready(get_wsgi_application())
