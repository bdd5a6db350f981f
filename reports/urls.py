from django.urls import path

from . import views

urlpatterns = [
    path("", views.briefings, name="briefings"),
    path("add/", views.begin, name="briefing_add"),
    path("<month:month>/", views.briefing, name="briefing"),
    path("<month:month>/cover/", views.cover, name="briefing_cover"),
    path("<month:month>/discard/", views.discard, name="briefing_discard"),
    path("<month:month>/sections/<slug:key>/", views.section, name="briefing_section"),
    path("<month:month>/origins/", views.origins, name="briefing_origins"),
    path("<month:month>/download/<str:kind>/", views.download, name="briefing_download"),
    path("<month:month>/drafts/<str:kind>/", views.draft, name="briefing_draft"),
    path("<month:month>/drafts/<str:kind>/file/", views.draft_file, name="briefing_draft_file"),
    path("<month:month>/publish/", views.publish, name="briefing_publish"),
    path("<month:month>/checks/", views.checks, name="briefing_checks"),
]
