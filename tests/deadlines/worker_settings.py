"""Settings of real worker processes in the fault tests: the demo's, and the probe is known."""

from portal.settings.dev import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.deadlines"]  # noqa: F405
# The outbox is filled, but sending the letters is another test's matter and would only take its time here.
CELERY_TASK_ROUTES = {"notices.*": {"queue": "not consumed here"}}
