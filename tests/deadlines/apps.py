from django.apps import AppConfig


class ProbeConfig(AppConfig):
    """Registers the stand-in subject in worker processes (worker_settings.py), as the apps above do theirs."""

    name = "tests.deadlines"
    label = "deadline_probe"

    def ready(self) -> None:
        from tests.deadlines import probe  # noqa: F401 - models must be loaded
