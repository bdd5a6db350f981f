from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "seoulwork.pages"
    verbose_name = "화면"
