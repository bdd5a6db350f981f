from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "seoulwork.figures"
    verbose_name = "수치"
