from django.urls import path

from seoulwork.entry.views import board, cells, evidence, month, panel, steps

MONTH = "<division:division>/<month:month>/"
CELL = f"{MONTH}cells/<slug:cell>/"

urlpatterns = [
    path("", month.entry, name="entry"),
    path("session/", cells.entry_session, name="entry_session"),
    path("open/", steps.entry_open, name="entry_open"),
    path("calendar/<int:year>/", board.entry_calendar, name="entry_calendar"),
    path("calendar/<month:month>/move/", board.entry_calendar_move, name="entry_calendar_move"),
    path("board/<month:month>/", board.entry_board, name="entry_board"),
    path("board/<month:month>/remind/", board.entry_remind, name="entry_remind"),
    path(MONTH, month.entry_month, name="entry_month"),
    path(f"{MONTH}cells/", cells.entry_cells, name="entry_cells"),
    path(f"{MONTH}occasional/", month.entry_occasional, name="entry_occasional"),
    path(CELL, panel.entry_panel, name="entry_panel"),
    path(f"{CELL}remark/", panel.entry_remark, name="entry_remark"),
    path(f"{CELL}evidence/", evidence.entry_evidence_add, name="entry_evidence_add"),
    path("<division:division>/evidence/<int:pk>/", evidence.entry_evidence, name="entry_evidence"),
    path("<division:division>/evidence/<int:pk>/remove/", evidence.entry_evidence_remove, name="entry_evidence_remove"),
    path(f"{MONTH}submit/", steps.entry_submit, name="entry_submit"),
    path(f"{MONTH}approve/", steps.entry_approve, name="entry_approve"),
    path(f"{MONTH}send-back/", steps.entry_send_back, name="entry_send_back"),
    path(f"{MONTH}close/", steps.entry_close, name="entry_close"),
    path(f"{MONTH}reopen/", steps.entry_reopen, name="entry_reopen"),
    path(f"{MONTH}end-reopening/", steps.entry_end_reopening, name="entry_end_reopening"),
]
