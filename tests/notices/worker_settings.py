"""Settings of real worker and beat processes in the fault tests: short leases, quick sweeps, and the probe is known."""

from datetime import timedelta

from portal.settings.dev import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.notices"]  # noqa: F405
DELIVERY_LEASE = timedelta(seconds=4)
CELERY_BEAT_SCHEDULE = {"sweep the outbox": {"task": "notices.sweep", "schedule": 1.0, "options": {"expires": 5}}}
