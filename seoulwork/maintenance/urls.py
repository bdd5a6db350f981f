from django.urls import path

from seoulwork.lists import views as lists

from . import views

urlpatterns = [
    path("", lists.bureau, name="bureau"),
    path("add/", views.add_bureau, name="bureau_add"),
    path("<int:pk>/", views.change_bureau, name="bureau_change"),
    path("<int:pk>/remove/", views.remove_bureau, name="bureau_remove"),
]
