from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Cases between members, their panels, dockets, rulings and remedies."""

    name = "apps.disputes"

    def ready(self) -> None:
        from apps.disputes import acts  # noqa: PLC0415 - the registries must be there

        acts.register()
