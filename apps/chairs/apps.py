"""The app and its registrations."""

from django.apps import AppConfig


class ChairsConfig(AppConfig):
    """Rotation, terms, hand-over, acting chair."""

    name = "apps.chairs"

    def ready(self) -> None:
        from apps.chairs import acts, ics, menu  # noqa: PLC0415 - models must be loaded
        from apps.chairs.selectors.foreseen import foreseen  # noqa: PLC0415
        from apps.committees.rules.previews import PREVIEWS  # noqa: PLC0415

        acts.register()
        menu.register()
        ics.register()
        PREVIEWS.register(self.label, foreseen)
