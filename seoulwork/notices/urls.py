from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/seen/", views.seen, name="notices_seen"),
    path("notices/<int:pk>/", views.opened, name="notice"),
]
