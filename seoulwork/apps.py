from django.apps import AppConfig


class SeoulworkConfig(AppConfig):
    name = "seoulwork"
    verbose_name = "공통"

    def ready(self) -> None:
        from .accounts import signals  # noqa: F401  connects what people do with their accounts to the events
