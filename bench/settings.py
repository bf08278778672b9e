"""The settings of the tests, with the floors beside the portal and no task run inside the request."""

from portal.settings.test import *

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]
TEMPLATES[0]["OPTIONS"]["debug"] = False
CELERY_TASK_ALWAYS_EAGER = False
LOGGING = {"version": 1, "disable_existing_loggers": True}
