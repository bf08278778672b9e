from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Evidence: upload, content check, hash, download log."""

    name = "apps.files"
