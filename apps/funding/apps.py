from django.apps import AppConfig


class FundingConfig(AppConfig):
    """Declarations, the scale of assessment, budgets, contributions and the books."""

    name = "apps.funding"

    def ready(self) -> None:
        from apps.funding import acts, menu, wiring  # noqa: PLC0415 - models must be loaded
        from apps.funding.services import appealing, opening  # noqa: PLC0415

        acts.register()
        wiring.register()
        menu.register()
        appealing.register()
        opening.register()
