from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    """Published records and public pages."""

    name = "apps.transparency"
