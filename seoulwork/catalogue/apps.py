from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "seoulwork.catalogue"
    verbose_name = "사업·지표"
