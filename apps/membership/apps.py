from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """The verbs of committees: invite, seat, tokens, operator sessions."""

    name = "apps.membership"
