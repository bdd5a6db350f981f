from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "seoulwork.catalogue"
    verbose_name = "사업·지표"

    def ready(self) -> None:
        from seoulwork.audit.links import rows_have_pages
        from seoulwork.catalogue.lists import row_page

        rows_have_pages(row_page)
