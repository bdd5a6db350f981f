"""All addresses. Who may use which stands in rights.py."""

from django.urls import include, path

from . import converters, views  # noqa: F401  registers the converters

urlpatterns = [
    path("", views.home, name="home"),
    path("briefings/", include("reports.urls")),
    path("account/", include("allauth.urls")),
]
