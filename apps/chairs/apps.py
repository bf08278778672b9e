"""The app and its registrations."""

from django.apps import AppConfig


class ChairsConfig(AppConfig):
    """Rotation, terms, hand-over, acting chair."""

    name = "apps.chairs"

    def ready(self) -> None:
        from apps.chairs import acts, menu  # noqa: PLC0415 - models must be loaded

        acts.register()
        menu.register()
