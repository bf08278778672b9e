"""Settings of real worker and beat processes in the fault tests: the demo's, in a hurry, and the probes are known."""

import os
from datetime import timedelta

from portal.settings.dev import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.notices", "tests.deadlines"]  # noqa: F405
DELIVERY_LEASE = timedelta(seconds=float(os.environ.get("FAULTS_LEASE", "30")))
DELIVERY_FIRST_WAIT = timedelta(seconds=0.5)
EMAIL_TIMEOUT = 1
CELERY_BEAT_SCHEDULE = {
    "sweep deadlines": {"task": "deadlines.sweep", "schedule": 1.0, "options": {"expires": 5}},
    "sweep the outbox": {"task": "notices.sweep", "schedule": 1.0, "options": {"expires": 5}},
}
# A worker that is not told to take this queue leaves the outbox as it is.
CELERY_TASK_ROUTES = {"notices.*": {"queue": "notices"}}
