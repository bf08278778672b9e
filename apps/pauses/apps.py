from django.apps import AppConfig


class PausesConfig(AppConfig):
    """Pause orders, measures, permits, attestations, conditions."""

    name = "apps.pauses"

    def ready(self) -> None:
        from apps.pauses import acts, menu, wiring  # noqa: PLC0415 - models must be loaded
        from apps.pauses.selectors import clocks  # noqa: PLC0415
        from apps.pauses.services import consequences, ends, surcharge  # noqa: PLC0415

        acts.register()
        wiring.register()
        menu.register()
        ends.register()
        consequences.register()
        surcharge.register()
        clocks.register()
