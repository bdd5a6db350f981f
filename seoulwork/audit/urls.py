from django.urls import path

from . import views

urlpatterns = [
    path("events/", views.events, name="user_events"),
    path("events/<int:pk>/", views.event, name="user_event"),
    path("accesses/", views.accesses, name="user_accesses"),
]
