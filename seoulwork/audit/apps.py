from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "seoulwork.audit"
    verbose_name = "활동 기록"
