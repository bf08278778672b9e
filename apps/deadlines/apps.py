from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Due dates, escalation ladders and the sweep."""

    name = "apps.deadlines"
