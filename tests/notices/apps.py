from django.apps import AppConfig


class NoticeProbeConfig(AppConfig):
    """Makes the probe known to worker processes."""

    name = "tests.notices"
    label = "notice_probe"

    def ready(self) -> None:
        from tests.notices import probe  # noqa: F401 - models must be loaded
