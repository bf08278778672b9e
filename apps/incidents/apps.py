from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Reports of what went wrong, and who must know."""

    name = "apps.incidents"
