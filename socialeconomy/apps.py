from django.apps import AppConfig


class SocialEconomyConfig(AppConfig):
    name = "socialeconomy"
    verbose_name = "사회적경제담당관"
