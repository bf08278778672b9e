from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """The tenant's tables: committee, organisation, seat, office, charter; the verbs are in membership."""

    name = "apps.committees"
