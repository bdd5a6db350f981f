from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "seoulwork.operations"
    verbose_name = "운영"
