from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    """Published records and public pages."""

    name = "apps.transparency"

    def ready(self) -> None:
        from apps.transparency import menu  # noqa: PLC0415 - the settings must be loaded

        menu.register()
