from django.urls import path

from seoulwork.entry import views

MONTH = "<division:division>/<month:month>/"
CELL = f"{MONTH}cells/<slug:cell>/"

urlpatterns = [
    path("", views.entry, name="entry"),
    path("session/", views.entry_session, name="entry_session"),
    path("open/", views.entry_open, name="entry_open"),
    path("board/<month:month>/", views.entry_board, name="entry_board"),
    path("board/<month:month>/remind/", views.entry_remind, name="entry_remind"),
    path(MONTH, views.entry_month, name="entry_month"),
    path(f"{MONTH}cells/", views.entry_cells, name="entry_cells"),
    path(CELL, views.entry_panel, name="entry_panel"),
    path(f"{CELL}remark/", views.entry_remark, name="entry_remark"),
    path(f"{CELL}evidence/", views.entry_evidence_add, name="entry_evidence_add"),
    path("<division:division>/evidence/<int:pk>/", views.entry_evidence, name="entry_evidence"),
    path("<division:division>/evidence/<int:pk>/remove/", views.entry_evidence_remove, name="entry_evidence_remove"),
    path(f"{MONTH}submit/", views.entry_submit, name="entry_submit"),
    path(f"{MONTH}approve/", views.entry_approve, name="entry_approve"),
    path(f"{MONTH}send-back/", views.entry_send_back, name="entry_send_back"),
    path(f"{MONTH}close/", views.entry_close, name="entry_close"),
    path(f"{MONTH}reopen/", views.entry_reopen, name="entry_reopen"),
    path(f"{MONTH}end-reopening/", views.entry_end_reopening, name="entry_end_reopening"),
]
