"""All settings, driven by environment variables.

With none set this is the embedded default: SQLite, a file-system broker and everything
that is written lies under PORTAL_DATA. DATABASE_URL and CELERY_BROKER_URL alone switch the
database and the broker. Names ending in _FILE give a secret by file.
"""

from pathlib import Path

import environ
from celery.schedules import schedule
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from portal.embedded import (
    LOOPBACK_HOSTS,
    data_folder,
    database,
    embedded_broker,
    embedded_secret_key,
    mail,
    sqlite_options,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DATA_DIR = data_folder(env.str("PORTAL_DATA", default=str(BASE_DIR / "var")))

# --- Who we are -------------------------------------------------------------------------
_hosts = env.list("PORTAL_HOSTS", default=[])
_secret_key = env.str("PORTAL_SECRET_KEY", default="")
# A name or a key that somebody chose makes this an installation with real people in it.
PRODUCTION = bool(_secret_key) or any(host not in LOOPBACK_HOSTS for host in _hosts)
DEMO = env.bool("PORTAL_DEMO", default=not PRODUCTION)
if DEMO and PRODUCTION:
    raise ImproperlyConfigured(
        "Демонстрационный режим (PORTAL_DEMO=1) нельзя включить вместе с рабочими настройками "
        "PORTAL_SECRET_KEY или PORTAL_HOSTS: уберите одно из двух."
    )
if PRODUCTION and not (_secret_key and _hosts):
    raise ImproperlyConfigured(
        "Для рабочей установки задайте и PORTAL_SECRET_KEY (или PORTAL_SECRET_KEY_FILE), и PORTAL_HOSTS."
    )

DEBUG = env.bool("PORTAL_DEBUG", default=False)
SECRET_KEY = _secret_key or embedded_secret_key(DATA_DIR)
ALLOWED_HOSTS = _hosts or LOOPBACK_HOSTS

# --- Applications -----------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "simple_history",
    "portal.core",
    "portal.accounts",
    "portal.notices",
    "schools",
    "monitoring",
    "roadmaps",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.core.middleware.PrivatePagesMiddleware",
    "portal.core.middleware.FormPagesMiddleware",
    "portal.middleware.DistrictClockMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
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
                "portal.navigation.frame",
            ],
            "builtins": ["portal.core.templatetags.portal"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data -------------------------------------------------------------------------------
DATABASES = {"default": database(env, DATA_DIR)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = sqlite_options()
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = None if DATABASES["default"]["ENGINE"].endswith("sqlite3") else 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES_DIR = DATA_DIR / "files"
# What one school may keep as proofs of its reports, all years together.
EVIDENCE_QUOTA = env.int("PORTAL_EVIDENCE_QUOTA_MB", default=500) * 1024 * 1024

# --- People -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "portal.accounts.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
# A working day: a clerk who types a long protocol must not be thrown out in the middle.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"  # else axes looks for USERNAME_FIELD, which no form sends
AXES_USERNAME_CALLABLE = "portal.accounts.backends.attempted_name"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_VERBOSE = False
# The portal knows nobody but the socket's peer unless the operator names his proxy.
AXES_IPWARE_PROXY_COUNT = env.int("PORTAL_PROXY_COUNT", default=0)

# --- Mail -------------------------------------------------------------------------------------
# Without a server letters are files in a folder, and the pages say so.
globals().update(mail(env.str("EMAIL_URL", default=""), DATA_DIR))
EMAIL_TIMEOUT = 15  # seconds for each answer of the server; the task that sends has a minute
_name = next((host for host in _hosts if host not in LOOPBACK_HOSTS), "")
DEFAULT_FROM_EMAIL = (
    env.str("PORTAL_MAIL_FROM", default="") or f"Поддержка школ <portal@{_name or 'localhost'}>"
)
#: where links of letters lead
PORTAL_URL = env.str("PORTAL_URL", default="") or (f"https://{_name}" if _name else "http://127.0.0.1:8000")
PORTAL_URL = PORTAL_URL.rstrip("/")

# --- Language and time ------------------------------------------------------------------
LANGUAGE_CODE = "ru"
TIME_ZONE = env.str("PORTAL_TIME_ZONE", default="Europe/Moscow")
USE_I18N = True
USE_TZ = True

# --- Files of the pages: our own and those that npm installed ------------------------------
STATIC_URL = "static/"
_NODE = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", _NODE / "bootstrap" / "dist"),
    ("vendor/htmx", _NODE / "htmx.org" / "dist"),
    ("vendor/golos", _NODE / "@fontsource" / "golos-text"),
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 300

# --- Safety of pages ----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its arrows as data images
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
# Files hold names of pupils: no handler of Django's own, which puts large ones into a temporary file.
FILE_UPLOAD_HANDLERS = ["portal.core.uploads.MemoryOnlyHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 10
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # the editor of a roadmap: three hundred measures, sixteen fields each
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("PORTAL_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
if env.bool("PORTAL_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _hosts if host not in LOOPBACK_HOSTS]
SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # the peer's address is right without a proxy; see above
    "security.W005",  # other names of the department's domain are not ours to bind to HTTPS
    "security.W021",  # nor to put into the browsers' preload lists
]

# --- Jobs ---------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="portalfs://localhost")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_DEFAULT_QUEUE = "portal"
# Letters have a queue of their own: a worker that builds documents needs no way out of the network.
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("portal", "mail")]
CELERY_TASK_ROUTES = {"notices.*": {"queue": "mail"}}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
CELERY_BEAT_SCHEDULE = {
    "documents": {"task": "reports.sweep", "schedule": schedule(run_every=5)},
    "imports": {"task": "monitoring.sweep", "schedule": schedule(run_every=5)},
    "letters": {"task": "notices.sweep", "schedule": schedule(run_every=60)},
    # Every district has its own midnight; a term is told of once, however often this runs.
    "reminders": {"task": "roadmaps.remind", "schedule": schedule(run_every=600)},
    # Every district has its own midnight; what is in force already is passed over.
    "in-force": {"task": "roadmaps.put_due_in_force", "schedule": schedule(run_every=3600)},
    "proofs": {"task": "roadmaps.sweep_evidence", "schedule": schedule(run_every=86_400)},
}
if CELERY_BROKER_URL.startswith("portalfs"):
    CELERY_BROKER_TRANSPORT_OPTIONS = embedded_broker(DATA_DIR)
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 900,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    }
# A run that nobody prolongs for so long is given to another worker.
RUN_LEASE_SECONDS = env.int("PORTAL_RUN_LEASE", default=15)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"portal": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
