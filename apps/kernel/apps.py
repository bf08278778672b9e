from django.apps import AppConfig


class KernelConfig(AppConfig):
    """What every app stands on: clock, canonical JSON, transitions, registry, tenancy."""

    name = "apps.kernel"
