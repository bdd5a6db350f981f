from django.apps import AppConfig


class WorkbookConfig(AppConfig):
    name = "seoulwork.workbook"
    verbose_name = "엑셀 반입"
