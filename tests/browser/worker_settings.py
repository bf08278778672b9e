"""Settings of real worker and beat processes beside the browser tests: the demo's, and every sweep each second."""

from portal.settings.dev import *  # noqa: F403

CELERY_BEAT_SCHEDULE = {
    name: entry | {"schedule": 1.0, "options": {"expires": 5}}
    for name, entry in CELERY_BEAT_SCHEDULE.items()  # noqa: F405
    if isinstance(entry["schedule"], float | int) and entry["schedule"] <= 600
}
