from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Cross-app pages: what waits for me, the front page, the demo's mail and clock, the API's description."""

    name = "apps.desk"

    def ready(self) -> None:
        # The token's scheme registers itself.
        from apps.deadlines.selectors import due_times  # noqa: PLC0415 - models must be loaded
        from apps.desk import schema  # noqa: F401, PLC0415 - DRF must be loaded
        from apps.notices.rules import DUES  # noqa: PLC0415 - beside the line above

        # Notices and deadlines do not know each other: here the one learns the other's due times.
        DUES.register("deadlines", due_times)
