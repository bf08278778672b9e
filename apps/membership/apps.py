from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """The verbs of committees: invite, seat, tokens, operator sessions."""

    name = "apps.membership"

    def ready(self) -> None:
        from apps.membership import acts, menu  # noqa: PLC0415 - models must be loaded

        acts.register()
        menu.register()
