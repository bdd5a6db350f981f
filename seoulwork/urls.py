"""All addresses. Who may use which stands in rights.py."""

from django.urls import include, path

from seoulwork import views
from seoulwork.operations import health
from seoulwork.operations import views as operations_views
from seoulwork.operations.metrics import metrics
from seoulwork.pages import converters  # noqa: F401  registers the converters

urlpatterns = [
    path("", views.home, name="home"),
    path("guides/", views.guides, name="guides"),
    path("guides/<slug:key>/", views.guide, name="guide"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("metrics", metrics, name="metrics"),
    path("system/", operations_views.system, name="system"),
    path("downloads/", operations_views.begin_list_file, name="download_begin"),
    path("downloads/<int:pk>/", operations_views.list_file, name="download"),
    path("downloads/<int:pk>/file/", operations_views.list_file_content, name="download_file"),
    path("briefings/", include("reports.urls")),
    path("open/", include("reports.open_data.urls")),
    path("entry/", include("seoulwork.entry.urls")),
    path("imports/", include("seoulwork.workbook.urls")),
    path("lists/", include("seoulwork.workbook.part_urls")),
    path("", include("seoulwork.catalogue.urls")),
    path("", include("seoulwork.audit.urls")),
    path("", include("seoulwork.notices.urls")),
    path("", include("seoulwork.accounts.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/3rdparty/", include("allauth.socialaccount.urls")),
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
]

handler400 = views.bad_request
handler429 = "seoulwork.views.too_many_requests"
"""Asked for by allauth"""
handler500 = views.server_error
