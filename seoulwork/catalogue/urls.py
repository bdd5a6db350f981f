from django.urls import path

from . import forecast_views, lists, units, views

urlpatterns = [
    path("lists/", lists.lists, name="lists"),
    path("lists/<division:division>/carry-forward/", views.carry_forward, name="list_carry_forward"),
    path("lists/<division:division>/plans/add/", views.choose_plan, name="list_plan_add"),
    path("lists/<division:division>/plans/<slug:cell>/<int:year>/", views.plan, name="list_plan"),
    path("lists/<division:division>/forecasts/", forecast_views.forecasts, name="forecasts"),
    path("lists/<division:division>/forecasts/<int:indicator>/<int:year>/", forecast_views.forecast, name="forecast"),
    path(
        "lists/<division:division>/forecasts/budgets/<int:budget>/",
        forecast_views.spending_forecast,
        name="spending_forecast",
    ),
    path("lists/<division:division>/<slug:kind>/", lists.division_list, name="list"),
    path("lists/<division:division>/<slug:kind>/add/", views.add, name="list_add"),
    path("lists/<division:division>/<slug:kind>/<int:pk>/", views.change, name="list_change"),
    path("lists/<division:division>/<slug:kind>/<int:pk>/remove/", views.remove, name="list_remove"),
    path("limits/", views.limits, name="limits"),
    path("divisions/", lists.divisions_list, name="divisions"),
    path("divisions/add/", views.add_division, name="division_add"),
    path("divisions/<int:pk>/", views.change_division, name="division_change"),
    path("divisions/<int:pk>/remove/", views.remove_division, name="division_remove"),
    path("units/", units.units, name="units"),
    path("units/add/", units.add_unit, name="unit_add"),
    path("units/<int:pk>/", units.change_unit, name="unit_change"),
    path("units/<int:pk>/remove/", units.remove_unit, name="unit_remove"),
    path("bureau/", lists.bureau, name="bureau"),
    path("bureau/add/", views.add_bureau, name="bureau_add"),
    path("bureau/<int:pk>/", views.change_bureau, name="bureau_change"),
    path("bureau/<int:pk>/remove/", views.remove_bureau, name="bureau_remove"),
]
