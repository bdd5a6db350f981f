from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "seoulwork.notices"
    verbose_name = "알림"
