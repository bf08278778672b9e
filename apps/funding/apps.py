from django.apps import AppConfig


class FundingConfig(AppConfig):
    """Declarations, the scale of assessment, budgets, contributions and the books."""

    name = "apps.funding"

    def ready(self) -> None:
        from apps.funding import acts  # noqa: PLC0415 - models must be loaded
        from apps.funding.kinds import waivers  # noqa: PLC0415

        acts.register()
        waivers.register()
