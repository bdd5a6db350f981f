from django.urls import path

from . import views

EDITION = "briefings/<str:name>/editions/<str:edition>/"

urlpatterns = [
    path("openapi.json", views.described, name="open_description"),
    path("editions.json", views.editions, name="open_editions"),
    path(f"{EDITION}datapackage.json", views.package, name="open_package"),
    path(f"{EDITION}<str:called>.<str:form>", views.rows, name="open_rows"),
]
