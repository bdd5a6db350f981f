from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "seoulwork.accounts"
    verbose_name = "계정"

    def ready(self) -> None:
        from . import signals  # noqa: F401  connects what people do with their accounts to the events
