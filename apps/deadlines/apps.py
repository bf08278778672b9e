from django.apps import AppConfig
from django.core import checks


class DeadlinesConfig(AppConfig):
    """Due dates, escalation ladders and the sweep."""

    name = "apps.deadlines"

    def ready(self) -> None:
        from apps.committees.rules.previews import PREVIEWS  # noqa: PLC0415 - models must be loaded
        from apps.deadlines import acts, ics, menu, open_matters, wiring  # noqa: PLC0415
        from apps.deadlines.selectors.foreseen import foreseen  # noqa: PLC0415
        from apps.deadlines.services import closing  # noqa: PLC0415

        acts.register()
        menu.register()
        ics.register()
        open_matters.register()
        closing.register()
        PREVIEWS.register(self.label, foreseen)
        checks.register(wiring.every_clock_is_known)
