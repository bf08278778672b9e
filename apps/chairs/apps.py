"""The app and its registrations."""

from django.apps import AppConfig


class ChairsConfig(AppConfig):
    """Rotation, terms, hand-over, acting chair."""

    name = "apps.chairs"
