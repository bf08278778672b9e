from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Cases between members, their panels, dockets, rulings and remedies."""

    name = "apps.disputes"

    def ready(self) -> None:
        from apps.disputes import acts, menu, wiring  # noqa: PLC0415 - models must be loaded
        from apps.disputes.selectors import clocks  # noqa: PLC0415
        from apps.disputes.services import consequences, ends  # noqa: PLC0415

        acts.register()
        wiring.register()
        menu.register()
        clocks.register()
        ends.register()
        consequences.register()
