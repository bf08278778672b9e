from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Who is told: inbox, email, outbox and deliveries."""

    name = "apps.notices"

    def ready(self) -> None:
        # The channels register themselves; the tasks must be known to whoever rings the bell.
        from apps.notices import acts, menu, tasks  # noqa: F401, PLC0415 - models must be loaded
        from apps.notices.channels import email, pager, push, webhook  # noqa: PLC0415 - models must be loaded

        acts.register()
        menu.register()
        email.register()
        pager.register()
        push.register()
        webhook.register()
