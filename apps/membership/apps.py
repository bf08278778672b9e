from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """The verbs of committees: invite, seat, tokens, operator sessions."""

    name = "apps.membership"

    def ready(self) -> None:
        from apps.membership import acts, acts_of_access, acts_of_members, menu  # noqa: PLC0415 - models must be loaded
        from apps.membership.services import accesses, membership  # noqa: PLC0415

        acts.register()
        acts_of_members.register()
        membership.register()
        acts_of_access.register()
        accesses.register()
        menu.register()
