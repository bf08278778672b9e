from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Who is told: inbox, email, outbox and deliveries."""

    name = "apps.notices"
