from django.apps import AppConfig


class LabourConfig(AppConfig):
    name = "labour"
    verbose_name = "노동정책담당관"
    tables = ("층별용도", "노동자쉼터")
