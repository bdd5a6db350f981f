from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = "일자리정책담당관"
    tables = ("일자리 목표", "뉴딜일자리 인원", "기술교육원", "포럼 프로그램")
