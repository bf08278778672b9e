"""Production: the same code; refuses to start when something unsafe is set."""

from portal import env
from portal.settings.base import *


def _refuse(condition: bool, sentence: str) -> None:
    if condition:
        raise env.BadEnvironment(sentence)


_refuse(
    len(SECRET_KEY) < 50 or SECRET_KEY.startswith("django-insecure"),
    "SECRET_KEY must be 50 random characters or more",
)
_refuse(DEMO, "DEMO=1 has no place in production: it shows outgoing mail and moves the clock")
_refuse(not REQUIRE_SECOND_FACTOR, "REQUIRE_SECOND_FACTOR=0 is for the demo only")
_refuse(not EMAIL_URL, "EMAIL_URL is not set: notices must reach people")
_refuse(not BASE_URL.startswith("https://"), "BASE_URL must start with https://")
_refuse("*" in ALLOWED_HOSTS, "ALLOWED_HOSTS must name the hosts")
_refuse(
    bool(DATABASE_OWNER_URL) and env.text("DATABASE_URL") == DATABASE_OWNER_URL,
    "DATABASE_URL is the owner's: web and workers must use the app's role (manage.py bootstrap_database)",
)

_refuse(
    DATABASES["default"]["USER"] != "concord_app",
    "DATABASE_URL must connect as concord_app: any other role could go around row-level security or change the record",
)
_refuse(
    any(network.prefixlen < (8 if network.version == 4 else 7) for network in EGRESS_ALLOWED_NETWORKS),
    "EGRESS_ALLOWED_NETWORKS holds a network wider than 10.0.0.0/8 or fc00::/7: name those that you mean",
)
_refuse(
    bool(VAPID_PRIVATE_KEY) and not VAPID_CONTACT,
    "VAPID_CONTACT is not set: a browser's push service must know whom to write to (mailto:… or https://…)",
)

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
