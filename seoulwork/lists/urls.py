from django.urls import path

from seoulwork.maintenance import views as maintenance

from . import views

urlpatterns = [
    path("", views.lists, name="lists"),
    path("<division:division>/carry-forward/", maintenance.carry_forward, name="list_carry_forward"),
    path("<division:division>/<slug:kind>/", views.division_list, name="list"),
    path("<division:division>/<slug:kind>/add/", maintenance.add, name="list_add"),
    path("<division:division>/<slug:kind>/<int:pk>/", maintenance.change, name="list_change"),
    path("<division:division>/<slug:kind>/<int:pk>/remove/", maintenance.remove, name="list_remove"),
]
