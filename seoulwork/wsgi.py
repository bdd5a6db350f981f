import os

from django.core.wsgi import get_wsgi_application

from seoulwork.environment import told
from seoulwork.operations.memory import settle
from seoulwork.operations.readiness import served_when_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulwork.settings")

with told(code=4):  # gunicorn starts a worker that ends with any other code again and again
    application = served_when_ready(get_wsgi_application())

settle()
