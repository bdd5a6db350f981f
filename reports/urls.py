from django.urls import path

from .council import views as council
from .editions import checking
from .editions import views as editions

urlpatterns = [
    path("", council.briefings, name="briefings"),
    path("add/", editions.begin, name="briefing_add"),
    path("<month:month>/", council.briefing, name="briefing"),
    path("<month:month>/cover/", editions.cover, name="briefing_cover"),
    path("<month:month>/discard/", editions.discard, name="briefing_discard"),
    path("<month:month>/sections/<slug:key>/", council.section, name="briefing_section"),
    path("<month:month>/origins/", council.origins, name="briefing_origins"),
    path("<month:month>/download/<str:kind>/", council.download, name="briefing_download"),
    path("<month:month>/drafts/<str:kind>/", editions.draft, name="briefing_draft"),
    path("<month:month>/drafts/<str:kind>/file/", editions.draft_file, name="briefing_draft_file"),
    path("<month:month>/publish/", editions.publish, name="briefing_publish"),
    path("<month:month>/checks/", checking.checks, name="briefing_checks"),
    path("<month:month>/checks/answer/", checking.answer, name="briefing_answer"),
]
