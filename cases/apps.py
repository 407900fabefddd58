from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "社情民意"
