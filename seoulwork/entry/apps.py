from django.apps import AppConfig


class EntryConfig(AppConfig):
    name = "seoulwork.entry"
    verbose_name = "월별 입력"
