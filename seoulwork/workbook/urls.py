from django.urls import path

from seoulwork.workbook import bundle_views, views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("add/", views.add, name="import_add"),
    path("templates/<division:division>/", views.template, name="import_template"),
    path("bundles/", bundle_views.bundles, name="import_bundles"),
    path("bundles/<int:pk>/", bundle_views.bundle, name="import_bundle"),
    path("bundles/<int:pk>/read/", bundle_views.read, name="import_bundle_read"),
    path("bundles/<int:pk>/take/", bundle_views.take, name="import_bundle_take"),
    path("templates/<division:division>/<slug:kind>/", views.list_template, name="import_list_template"),
    path("progress/<int:pk>/", views.progress, name="import_progress"),
    path("<int:pk>/", views.workbook, name="import_workbook"),
    path("<int:pk>/questions/", views.questions, name="import_questions"),
    path("<int:pk>/preview/", views.preview, name="import_preview"),
    path("<int:pk>/confirm/", views.confirm, name="import_confirm"),
    path("<int:pk>/undo/", views.undo, name="import_undo"),
    path("<int:pk>/discard/", views.discard, name="import_discard"),
    path("<int:pk>/file/", views.file, name="import_file"),
    path("<int:pk>/commented/", views.commented, name="import_commented"),
]
