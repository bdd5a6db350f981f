from django.urls import path

from .council import blocks, changes, figures, front, pack, questions, searching
from .council import views as council
from .desk import board_views as desk_board
from .desk import free_views as desk_free
from .desk import picture_views as desk_pictures
from .desk import table_views
from .desk import views as desk
from .editions import checking
from .editions import correction_views as corrections
from .editions import outline_views as outlines
from .editions import sharing_views as sharing
from .editions import views as editions
from .glance import pages
from .hancom import drafting_views as hancom_drafting
from .hancom import views as hancom

EDITION = "<briefing:name>/editions/<int:edition>/"
PART = "<briefing:name>/desk/<division:division>/<int:number>/"

urlpatterns = [
    path("", council.briefings, name="briefings"),
    path("add/", editions.begin, name="briefing_add"),
    path("outlines/", outlines.listed, name="briefing_outlines"),
    path("outlines/<slug:outline>/", outlines.outline, name="briefing_outline"),
    path("glance/", pages.glance, name="glance"),
    path("newest/", front.newest, name="newest"),
    path("search/", searching.search, name="search"),
    path("<briefing:name>/editions/<int:edition>/pack/", pack.pack, name="edition_pack"),
    path("questions/", questions.listed, name="questions"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/<int:pk>/answer/", questions.answer, name="question_answer"),
    path("<briefing:name>/editions/<int:edition>/sections/<slug:key>/ask/", questions.ask, name="edition_ask"),
    path("figures/<division:owner>/<slug:kind>/<int:pk>/", figures.figure, name="figure"),
    path("<briefing:name>/editions/<int:edition>/figure/", figures.figure_of, name="edition_figure"),
    path("<briefing:name>/", council.briefing, name="briefing"),
    path("<briefing:name>/front/", front.front, name="briefing_front"),
    path("<briefing:name>/editions/<int:edition>/front/", front.front, name="edition_front"),
    path("changes/", changes.changes, name="briefing_changes"),
    path("<briefing:name>/editions/", corrections.editions, name="briefing_editions"),
    path("<briefing:name>/editions/<int:edition>/", council.briefing, name="edition"),
    path("<briefing:name>/editions/<int:edition>/sections/<slug:key>/", council.section, name="edition_section"),
    path(f"{EDITION}tables/<str:key>/", blocks.block, {"what": "table"}, name="edition_table"),
    path(f"{EDITION}charts/<str:key>/", blocks.block, {"what": "chart"}, name="edition_chart"),
    path(f"{EDITION}tables/<str:key>/csv/", blocks.table_file, name="edition_table_csv"),
    path("<briefing:name>/editions/<int:edition>/download/<str:kind>/", council.download, name="edition_download"),
    path("<briefing:name>/editions/<int:edition>/withdraw/", corrections.withdraw, name="edition_withdraw"),
    path("<briefing:name>/editions/<int:edition>/sharing/", sharing.shared_with, name="edition_sharing"),
    path("read/<str:token>/", sharing.shared, name="shared"),
    path("read/<str:token>/<slug:kind>/", sharing.shared_file, name="shared_file"),
    path("read/<str:token>/pictures/<slug:digest>/", sharing.shared_picture, name="shared_picture"),
    path("<briefing:name>/correct/", corrections.correct, name="briefing_correct"),
    path("<briefing:name>/correct/give-up/", corrections.give_up, name="briefing_correct_give_up"),
    path("<briefing:name>/cover/", editions.cover, name="briefing_cover"),
    path("<briefing:name>/discard/", editions.discard, name="briefing_discard"),
    path("<briefing:name>/sections/<slug:key>/", council.section, name="briefing_section"),
    path("<briefing:name>/origins/", council.origins, name="briefing_origins"),
    path("<briefing:name>/download/<str:kind>/", council.download, name="briefing_download"),
    path("<briefing:name>/drafts/<str:kind>/", editions.draft, name="briefing_draft"),
    path("<briefing:name>/drafts/<str:kind>/file/", editions.draft_file, name="briefing_draft_file"),
    path("<briefing:name>/publish/", editions.publish, name="briefing_publish"),
    path("<briefing:name>/desk/", desk_board.desk, name="desk"),
    path("<briefing:name>/desk/seen/<division:division>/", desk_board.seen, name="desk_seen"),
    path("<briefing:name>/desk/arrange/", desk_board.arrange, name="desk_arrange"),
    path("<briefing:name>/desk/parts/add/", desk_board.add_part, name="desk_part_add"),
    path("<briefing:name>/desk/parts/rename/", desk_board.rename_part, name="desk_part_rename"),
    path("<briefing:name>/desk/parts/remove/", desk_board.remove_part, name="desk_part_remove"),
    path(PART, desk.write, name="desk_write"),
    path(f"{PART}keep/", desk.keep, name="desk_keep"),
    path(f"{PART}look/", desk.look, name="desk_look"),
    path(f"{PART}print/", desk.printed, name="desk_print"),
    path(f"{PART}typed/", desk.typed, name="desk_typed"),
    path(f"{PART}versions/", desk.versions, name="desk_versions"),
    path(f"{PART}restore/", desk.restore, name="desk_restore"),
    path(f"{PART}resolve/", desk.resolve, name="desk_resolve"),
    path(f"{PART}plan/", desk.plan, name="desk_plan"),
    path(f"{PART}remark/", desk.remark, name="desk_remark"),
    path(f"{PART}answer/", desk.answer_remark, name="desk_answer"),
    path(f"{PART}remark-resolved/", desk.resolve_remark, name="desk_remark_resolved"),
    path(f"{PART}put-answer/", desk_board.put_answer, name="desk_put_answer"),
    path(f"{PART}submit/", desk.submit, name="desk_submit"),
    path(f"{PART}settle/", desk.settle, name="desk_settle"),
    path(f"{PART}send-back/", desk.send_back, name="desk_send_back"),
    path(f"{PART}tables/free/", desk_free.make, name="desk_free_table"),
    path(f"{PART}read-in/", hancom_drafting.read_in, name="desk_read_in"),
    path(f"{PART}pictures/", desk_pictures.listed, name="desk_pictures"),
    path(f"{PART}pictures/<int:pk>/", desk_pictures.changed, name="desk_picture"),
    path("<briefing:name>/pictures/<slug:digest>/", desk_pictures.shown, name="briefing_picture"),
    path("<briefing:name>/returned/", hancom.returned, name="briefing_returned"),
    path("<briefing:name>/checks/", checking.checks, name="briefing_checks"),
    path("<briefing:name>/checks/answer/", checking.answer, name="briefing_answer"),
    path(f"{PART}tables/", table_views.made, name="desk_tables"),
    path(f"{PART}tables/figures/", table_views.make, name="desk_table"),
    path(f"{PART}tables/remove/", table_views.remove, name="desk_table_remove"),
    path(f"{PART}tables/restore/", table_views.restore, name="desk_table_restore"),
]
