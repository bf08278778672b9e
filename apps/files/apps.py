from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Evidence: upload, content check, hash, scan, seal, download log."""

    name = "apps.files"

    def ready(self) -> None:
        # The tasks must be known to whoever rings the bell.
        from apps.files import acts, menu, tasks  # noqa: F401, PLC0415 - models must be loaded

        acts.register()
        menu.register()
