"""What the tests use: throw-away servers (tests/servers.py), fast hashing, mail in memory."""

from ipaddress import ip_network

from portal.settings.base import *

DEMO = True
DEMO_CLOCK_FILE = None
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
STATICFILES_DIRS = [directory for directory in STATICFILES_DIRS if directory.is_dir()]
EGRESS_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
EGRESS_PROXY = ""
VAPID_PRIVATE_KEY = "bWFkZS11cC1mb3ItdGhlLXRlc3RzLTAxMjM0NTY3ODk"
VAPID_CONTACT = "mailto:operator@concord.example"
MEASURES_KEY_FILE = ""
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
REQUIRE_SECOND_FACTOR = False
ACCOUNT_RATE_LIMITS = False
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
