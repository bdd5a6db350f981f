from django.apps import AppConfig


class SeoulworkConfig(AppConfig):
    name = "seoulwork"
    verbose_name = "공통"
