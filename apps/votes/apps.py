from django.apps import AppConfig


class VotesConfig(AppConfig):
    """Motions, electorates, ballots, tallies."""

    name = "apps.votes"

    def ready(self) -> None:
        from apps.committees.rules.previews import PREVIEWS  # noqa: PLC0415
        from apps.votes import acts, menu, wiring  # noqa: PLC0415 - models must be loaded
        from apps.votes.selectors.foreseen import foreseen  # noqa: PLC0415
        from apps.votes.services import ends  # noqa: PLC0415

        acts.register()
        wiring.register()
        ends.register()
        menu.register()
        PREVIEWS.register(self.label, foreseen)
