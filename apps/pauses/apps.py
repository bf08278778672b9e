from django.apps import AppConfig


class PausesConfig(AppConfig):
    """Pause orders, measures, permits, attestations, conditions."""

    name = "apps.pauses"
