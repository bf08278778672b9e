from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Cross-app pages: what waits for me, demo."""

    name = "apps.desk"
