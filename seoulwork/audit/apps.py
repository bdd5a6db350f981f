from django.apps import AppConfig
from django.core.signals import request_finished

TABLES = {
    "audit_event": (),
    "audit_link": (("number",), ("event_id",)),
    "audit_access": (("number",),),
    "audit_closing": (("chain", "first"),),
}
"""Nobody changes a row of the record, nor of the chain over it, nor of who looked at personal data."""


class AuditConfig(AppConfig):
    name = "seoulwork.audit"
    verbose_name = "활동 기록"

    def ready(self) -> None:
        from .chain import after_request
        from .frozen import stand

        stand(self, {table: tuple(keys) for table, keys in TABLES.items()})
        request_finished.connect(after_request, dispatch_uid="audit.chain")
