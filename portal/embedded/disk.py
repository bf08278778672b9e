"""Enough room on the disk, asked before anything is written."""

import shutil
from pathlib import Path

from portal.embedded.errors import LauncherError

NEEDED_MB = 500


def require(folder: Path, needed_mb: int = NEEDED_MB) -> None:
    """LauncherError when the disk that holds the folder has fewer megabytes free than needed."""
    place = folder
    while not place.exists():
        place = place.parent
    free_mb = shutil.disk_usage(place).free // 1_000_000
    if free_mb < needed_mb:
        raise LauncherError(f"Too little free disk at {place}: {free_mb} MB free, {needed_mb} MB needed.")
