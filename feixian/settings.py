"""One settings file. Installations differ by environment variables and by nothing else.

A variable without a default here stops the start and is named in the error; each is
explained in ``.env.example``. Secrets must be strong too (feixian/secrets_check.py).
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from kombu import Queue

from feixian.logs import configure_logs
from feixian.secrets_check import check_secrets

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

PORTAL_NAME = "费县人大"
VERSION = env.str("VERSION", "0.1.0")
# Marks every page as 示例. Set by the demonstration county.
DEMO = env.bool("DEMO", False)

SECRET_KEY = env.str("SECRET_KEY")
# Personal data: the first key seals, every key opens (office/text/secrecy.py).
FIELD_KEYS = env.list("FIELD_KEYS")
HASH_KEY = env.str("HASH_KEY")
check_secrets(
    secret_key=SECRET_KEY,
    hash_key=HASH_KEY,
    field_keys=FIELD_KEYS,
    database_url=env.str("DATABASE_URL"),
)
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# What QR codes and messages lead to; empty: the address the page was asked by.
PUBLIC_URL = env.str("PUBLIC_URL", "").rstrip("/")

INSTALLED_APPS = [
    "django_prometheus",
    "office",
    "deputies",
    "cases",
    "ballots",
    "rollups",
    "consultation",
    "decisions",
    "governance",
    "supervision",
    "portal",
    "demo",
    "feixian",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_structlog",
    "pgtrigger",
    "template_partials",
]

MIDDLEWARE = [
    # Before what makes a page: a cached one is given with all its headers.
    "office.web.page_cache.PageCache",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "feixian.middleware.ContentPolicy",
    "feixian.middleware.Nameless",
    "office.web.address.KeepAddress",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "feixian.middleware.NoStore",
    "feixian.middleware.RequestLog",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "office.people.services.login.FirstThingsFirst",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "feixian.urls"
WSGI_APPLICATION = "feixian.wsgi.application"
FORM_RENDERER = "office.web.pieces.FormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.frame.page.page_frame",
            ],
        },
    }
]

# --- Data -----------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 60),
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": DATABASES["default"].get("OPTIONS", {})
    | {
        # A statement that runs away must not hold a worker for ever.
        "options": f"-c statement_timeout={env.int('STATEMENT_TIMEOUT_MS', 60_000)}",
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL")
# Pages and sessions: a server of its own in production, because it may throw away the
# oldest when memory runs out, which a queue must not.
CACHE_URL = env.str("CACHE_URL", REDIS_URL)
CACHES = {
    "default": {
        "BACKEND": "office.web.redis_cache.KeptClientCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": env.str("CACHE_PREFIX", "portal"),
    }
}
SESSION_ENGINE = "office.web.sessions"

MEDIA_ROOT = env.str("MEDIA_ROOT")
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", str(ROOT / ".local" / "static"))
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "STATIC_STORAGE",
            "whitenoise.storage.CompressedManifestStaticFilesStorage",
        )
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
_MIB = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["office.web.uploads.BoundedUpload"]
LARGEST_PHOTO = env.int("LARGEST_PHOTO_MB", 20) * _MIB
LARGEST_DOCUMENT = env.int("LARGEST_DOCUMENT_MB", 20) * _MIB
# What is larger is thrown away as it arrives, and refused in words (office/web/uploads.py).
LARGEST_UPLOAD = max(LARGEST_PHOTO, LARGEST_DOCUMENT, 20 * _MIB)
LARGEST_REQUEST = 6 * LARGEST_UPLOAD
FILE_UPLOAD_PERMISSIONS = 0o640
BACKUP_DIR = env.str("BACKUP_DIR", str(ROOT / ".local" / "backups"))

# --- Queue ----------------------------------------------------------------------------


def _broker_url(redis_url: str) -> str:
    """Celery's spelling of a Unix socket: ``unix:///p?db=0`` → ``redis+socket:///p``."""
    if not redis_url.startswith("unix://"):
        return redis_url
    path, _, query = redis_url.removeprefix("unix://").partition("?")
    return f"redis+socket://{path}?virtual_host={query.removeprefix('db=') or 0}"


CELERY_BROKER_URL = _broker_url(REDIS_URL)
# Notices have a worker of their own: a roll-up or an import never holds one up. A worker
# that is given no queue by name takes from all.
CELERY_TASK_QUEUES = [Queue("notices"), Queue("sweeps"), Queue("heavy")]
CELERY_TASK_DEFAULT_QUEUE = "sweeps"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 30 * 60
# A task is done again when its worker was killed half-way; each of ours may run twice.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Shanghai"

_MINUTE = 60.0
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "office.tasks.heartbeat", "schedule": 30.0},
    "deliver-notices": {"task": "office.tasks.deliver_notices", "schedule": _MINUTE},
    "clear-sessions": {
        "task": "office.tasks.clear_sessions",
        "schedule": 60 * _MINUTE,
    },
    "drop-old-audit": {
        "task": "office.tasks.drop_old_audit",
        "schedule": crontab(hour=3, minute=20),
    },
    "drop-stray-files": {
        "task": "office.tasks.drop_stray_files",
        "schedule": 24 * 60 * _MINUTE,
    },
    "resume-imports": {
        "task": "cases.tasks.resume_imports",
        "schedule": 10 * _MINUTE,
    },
    "sweep-deadlines": {
        "task": "cases.tasks.sweep_deadlines",
        "schedule": 30 * _MINUTE,
    },
    "sweep-suspensions": {
        "task": "cases.tasks.sweep_suspensions",
        "schedule": 30 * _MINUTE,
    },
    "sweep-promises": {"task": "cases.tasks.sweep_promises", "schedule": 30 * _MINUTE},
    "sweep-ratings": {"task": "cases.tasks.sweep_ratings", "schedule": 30 * _MINUTE},
    "sweep-contact-days": {
        "task": "deputies.tasks.sweep_contact_days",
        "schedule": 30 * _MINUTE,
    },
    "close-contact-days": {
        "task": "deputies.tasks.close_contact_days",
        "schedule": 60 * _MINUTE,
    },
    # At half past each hour: on the 1st at 00:30 the month before, at any other time
    # whatever was missed while nothing ran.
    "roll-up": {"task": "rollups.tasks.roll_up", "schedule": crontab(minute=30)},
    "sweep-rollups": {
        "task": "rollups.tasks.sweep_rollups",
        "schedule": 30 * _MINUTE,
    },
    "close-drafts": {
        "task": "decisions.tasks.close_drafts",
        "schedule": 5 * _MINUTE,
    },
    "sweep-budgets": {
        "task": "decisions.tasks.sweep_budgets",
        "schedule": crontab(hour=6, minute=10),
    },
    "plan-rotas": {"task": "deputies.tasks.plan_rotas", "schedule": 60 * _MINUTE},
    "forget-submitters": {
        "task": "cases.tasks.forget_submitters",
        "schedule": 24 * 60 * _MINUTE,
    },
}
# How long the security audit is kept; never less than six months.
AUDIT_MONTHS = env.int("AUDIT_MONTHS", 36)
# Celery tasks, by name, that count again what depended on the working calendar.
AFTER_CALENDAR_CHANGE = ["cases.tasks.recount_deadlines"]

# --- Language and time ----------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [ROOT / "locale"]

# --- Accounts -------------------------------------------------------------------------

AUTH_USER_MODEL = "office.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": "office.people.rules.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "office:landing"
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", False)
SESSION_COOKIE_AGE = env.int("SESSION_MINUTES", 60) * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

ACCOUNT_ADAPTER = "office.people.services.login.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords are locked out by django-axes and office/people/services/locks.py; this
# bounds guesses of the second factor by one who knows the password.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/900s/key", "login": None}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = PORTAL_NAME

AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURES", 5)
AXES_COOLOFF_TIME = env.int("LOGIN_LOCK_MINUTES", 15) / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "office.people.services.login.locked_out"
AXES_USERNAME_CALLABLE = "office.people.services.locks.name_of_attempt"
# How many proxies of ours stand in front; 0: nobody chooses the address they have.
PROXY_COUNT = env.int("PROXY_COUNT", 0)
AXES_CLIENT_IP_CALLABLE = "office.web.address.address_of"

# --- Safety in the browser ------------------------------------------------------------

_INSECURE = env.bool("INSECURE_COOKIES", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not _INSECURE
SECURE_SSL_REDIRECT = not _INSECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if _INSECURE else 365 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- What leaves the house ------------------------------------------------------------

EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", "portal@localhost")
SMS_URL = env.str("SMS_URL", "")
SMS_TOKEN = env.str("SMS_TOKEN", "")
WECOM_ROBOT_URL = env.str("WECOM_ROBOT_URL", "")
# Notices to staff that also leave by SMS and to the WeCom group, by their kind.
URGENT_KINDS = env.list("URGENT_KINDS", default=["urge", "overdue", "new_round"])
# Notices that also leave by SMS to the person, and to nobody else.
TEXTED_KINDS = env.list("TEXTED_KINDS", default=["contact_soon", "contact_today"])
# Where a note about several things leads.
DESK_URL = "/desk/"

# --- Seen from outside ----------------------------------------------------------------

LOGGING = configure_logs(env.str("LOG_FORMAT", "json"), env.str("LOG_LEVEL", "INFO"))
DJANGO_STRUCTLOG_CELERY_ENABLED = False
