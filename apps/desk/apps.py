from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Cross-app pages: what waits for me, the front page, the demo's mail and clock, the API's description."""

    name = "apps.desk"

    def ready(self) -> None:
        # The token's scheme registers itself.
        from apps.desk import menu, schema, wiring  # noqa: F401, PLC0415 - DRF and models must be loaded

        menu.register()
        wiring.connect()
