"""All addresses. Who may use which stands in rights.py."""

from django.urls import include, path

from . import converters, views  # noqa: F401  registers the converters

urlpatterns = [
    path("", views.home, name="home"),
    path("guides/", views.guides, name="guides"),
    path("guides/<slug:key>/", views.guide, name="guide"),
    path("briefings/", include("reports.urls")),
    path("entry/", include("seoulwork.entry.urls")),
    path("imports/", include("seoulwork.workbook.urls")),
    path("lists/", include("seoulwork.lists.urls")),
    path("bureau/", include("seoulwork.maintenance.urls")),
    path("", include("seoulwork.accounts.urls")),
    path("account/", include("allauth.urls")),
]
