import gc
import os

from django.core.wsgi import get_wsgi_application

from seoulwork.environment import told
from seoulwork.operations.readiness import served_when_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seoulwork.settings")

with told(code=4):  # gunicorn starts a worker that ends with any other code again and again
    application = served_when_ready(get_wsgi_application())

# What is loaded by now stays: to look through it for what is no longer used took a fifth of a large block's saving.
gc.freeze()
