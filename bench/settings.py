"""The test's settings with what a measurement wants: the real password hasher is not in the way, nothing else differs."""

from portal.settings.test import *

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "templates"]
TEMPLATES[0]["OPTIONS"]["debug"] = False
CELERY_TASK_ALWAYS_EAGER = False
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
LOGGING = {"version": 1, "disable_existing_loggers": True}
