from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "업무보고"

    def ready(self) -> None:
        from seoulwork.audit.frozen import stand
        from seoulwork.catalogue import dated

        from . import contract  # noqa: F401  registers the system check
        from .editions.preparation import prepared_months
        from .frozen_tables import TABLES

        dated.prepared_months = prepared_months
        stand(self, TABLES)
