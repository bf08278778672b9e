from django.apps import AppConfig


class VotesConfig(AppConfig):
    """Motions, electorates, ballots, tallies."""

    name = "apps.votes"
