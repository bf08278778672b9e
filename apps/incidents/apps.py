from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Reports of what went wrong, and who must know."""

    name = "apps.incidents"

    def ready(self) -> None:
        from apps.incidents import acts, menu, unlogged, wiring  # noqa: PLC0415 - models must be loaded

        acts.register()
        wiring.register()
        menu.register()
        unlogged.connect()
