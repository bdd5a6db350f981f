from django.urls import path

from seoulwork.workbook import part_views

urlpatterns = [path("<division:division>/indicators/<int:pk>/parts/", part_views.parts, name="list_parts")]
