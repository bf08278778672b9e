from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and how they sign in."""

    name = "apps.accounts"

    def ready(self) -> None:
        from apps.accounts import security_log  # noqa: PLC0415 - models must be loaded

        security_log.listen()
