"""Settings common to every way of running; the environment decides the rest (portal.env)."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal import env
from portal.logs import LOGGING  # noqa: F401 - Django reads it from here

BASE_DIR = env.ROOT
BUILD_DIR = BASE_DIR / "build"
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = False
DEMO = env.flag("DEMO", False)
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
BASE_URL = env.text("BASE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
INTERNAL_IPS: list[str] = []

INSTALLED_APPS = [
    "apps.kernel",
    "apps.accounts",
    "apps.committees",
    "apps.record",
    "apps.files",
    "apps.notices",
    "apps.deadlines",
    "apps.transparency",
    "apps.membership",
    "apps.chairs",
    "apps.votes",
    "apps.pauses",
    "apps.disputes",
    "apps.funding",
    "apps.incidents",
    "apps.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "django_cotton",
    "django_structlog",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "apps.kernel.middleware.SoundRequestMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "apps.kernel.middleware.UnkeptMiddleware",
    "apps.transparency.middleware.PublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.accounts.middleware.SessionLifetimeMiddleware",
    "apps.accounts.middleware.TimeZoneMiddleware",
    "apps.committees.middleware.TenantMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "apps.kernel.forms_ui.PortalRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.desk.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# Data. The web and the workers are the app's role; `manage.py migrate` runs as the owner.
DATABASES = {"default": env.database(env.text("DATABASE_URL"))}
DATABASE_OWNER_URL = env.text("DATABASE_OWNER_URL", "")
DATABASE_OWNER = env.database(DATABASE_OWNER_URL, name="DATABASE_OWNER_URL") if DATABASE_OWNER_URL else None
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.number("CONN_MAX_AGE", 60),
    "CONN_HEALTH_CHECKS": True,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
# Nothing in the cache may be the only copy: without Redis the portal goes on (docs/operations.md).
CACHES = {
    "default": {
        "BACKEND": "apps.kernel.caching.DispensableRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)},
    }
}

# Celery: Redis rings the bell, the database holds what must happen (DESIGN section 8).
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "max_retries": 1,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep deadlines": {"task": "deadlines.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "hand over chairs": {"task": "chairs.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "sweep the outbox": {"task": "notices.sweep", "schedule": 30.0, "options": {"expires": 25}},
    "send waiting invitations": {"task": "membership.send_invitations", "schedule": 60.0, "options": {"expires": 55}},
    "worker heartbeat": {"task": "desk.heartbeat", "schedule": 15.0, "options": {"expires": 14}},
    "sign measures": {"task": "pauses.sign_all_measures", "schedule": 60.0, "options": {"expires": 55}},
    "publish statements": {"task": "funding.publish_month_ends", "schedule": 3600.0, "options": {"expires": 3500}},
    "show contributions": {"task": "funding.show_all_contributions", "schedule": 3600.0, "options": {"expires": 3500}},
    "judge arrears": {"task": "funding.judge_all_rights", "schedule": 600.0, "options": {"expires": 590}},
    "clear old rows": {"task": "membership.clear_expired", "schedule": 3600.0, "options": {"expires": 3500}},
    "scan waiting files": {"task": "files.scan_all", "schedule": 60.0, "options": {"expires": 55}},
    "clear orphaned files": {"task": "files.clear_orphans", "schedule": 3600.0, "options": {"expires": 3500}},
    "fold tallies": {"task": "incidents.fold_all_tallies", "schedule": 300.0, "options": {"expires": 290}},
}
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False

# The followers of the record, in order (DESIGN section 2).
RECORD_FOLLOWERS = [
    "apps.transparency.services.follow",
    "apps.deadlines.services.follow",
    "apps.chairs.services.follow",
    "apps.funding.services.asking.follow",
    "apps.funding.services.laying.follow",
    "apps.funding.services.following.follow",
    "apps.funding.services.showing.follow",
    "apps.pauses.services.follow",
    "apps.pauses.services.signing.follow",
    "apps.incidents.services.protecting.follow",
    "apps.disputes.services.following.follow",
    "apps.notices.services.follow",
]

# People and sign-in.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BASE_URL.startswith("https") else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
MFA_ADAPTER = "apps.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://localhost")
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Concord"
USERSESSIONS_TRACK_ACTIVITY = True
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", True)

# Not cached_db: a sign-out while Redis is away would leave the session in it, alive again when Redis comes back.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE = timedelta(minutes=30)
SESSION_LIFETIME = timedelta(hours=12)
SESSION_COOKIE_AGE = int(SESSION_LIFETIME.total_seconds())

# Files: evidence is stored under a random name and served as an attachment only.
FILES_ROOT = Path(env.text("FILES_ROOT", str(VAR_DIR / "files")))
FILES_MAX_BYTES = env.number("FILES_MAX_BYTES", 25 * 1024 * 1024)
# Without the address of ClamAV's daemon nothing is scanned, and pages say so.
CLAMAV_URL = env.scanner("CLAMAV_URL")
# What is over the limit is counted and thrown away while it arrives: no disk fills with what is refused anyway.
FILE_UPLOAD_HANDLERS = [
    "apps.files.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 20
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT, "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BUILD_DIR / "static"]
WHITENOISE_MAX_AGE = 3600

# Mail.
if EMAIL_URL := env.text("EMAIL_URL", ""):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(env.email(EMAIL_URL))
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "apps.desk.demo_mail.DemoMailBackend"
DEMO_MAIL_ROOT = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Concord <concord@localhost>")

# The way out (kernel.egress): only the demo sends to its own machine unasked.
EGRESS_ALLOWED_NETWORKS = env.networks("EGRESS_ALLOWED_NETWORKS", "127.0.0.0/8,::1/128" if DEMO else "")
EGRESS_PROXY = env.proxy("EGRESS_PROXY")

# Web Push: without a key no browser is rung. Push services may write to the contact (RFC 8292).
VAPID_PRIVATE_KEY = env.signing_key("VAPID_PRIVATE_KEY")
VAPID_CONTACT = env.contact("VAPID_CONTACT")

# What binds each lab is signed by the worker. The path of the key is all that settings know, and only the worker's
# environment has it; whoever signs reads the file (apps/pauses/tasks.py).
MEASURES_KEY_FILE = env.text("MEASURES_KEY_FILE", "")

# Language and time: all instants are UTC in the database; people see their own zone.
LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]

# What a browser may do on our pages.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
    "publickey-credentials-get": ["self"],
    "publickey-credentials-create": ["self"],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

API_REQUESTS_A_MINUTE = env.number("API_REQUESTS_A_MINUTE", 600)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["apps.kernel.api.seats.SeatAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["apps.kernel.api.seats.HasSeat"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apps.kernel.api.parsers.SoundJSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_SCHEMA_CLASS": "apps.desk.schema.PortalSchema",
    "DEFAULT_PAGINATION_CLASS": "apps.kernel.api.pages.NewestFirst",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "apps.kernel.api.problems.problem",
    "DATETIME_FORMAT": "iso-8601",
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Concord",
    "DESCRIPTION": "The portal of a joint oversight committee: what its pages can do, for machines.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
}

# The demo may move the portal's clock (kernel.clock); nowhere else.
DEMO_CLOCK_FILE = VAR_DIR / "clock" if DEMO else None
