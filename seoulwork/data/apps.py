from django.apps import AppConfig


class DataConfig(AppConfig):
    name = "seoulwork.data"
    verbose_name = "자료 반입"
