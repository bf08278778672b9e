from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The act catalogue and the append-only record of acts."""

    name = "apps.record"

    def ready(self) -> None:
        from apps.record import audiences  # noqa: PLC0415 - models must be loaded

        audiences.register()
