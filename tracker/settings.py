"""Settings, read from the environment or from a file `.env` beside manage.py. The README lists them."""

import secrets
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import django_include_bootstrap
import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.FileAwareEnv()
env.read_env(BASE_DIR / ".env")

# What runs, and where

DEBUG = env.bool("DEBUG", default=False)
# Reading a file at the command line needs no secret; whatever serves people refuses a key that lives for one process.
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_IS_LASTING = bool(SECRET_KEY)
SECRET_KEY = SECRET_KEY or secrets.token_urlsafe(50)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
DATA_DIR = env.path("DATA_DIR", default=str(BASE_DIR / "data"))()
Path(DATA_DIR).mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "tracker.accounts",
    "tracker.files",
    "tracker.jobs",
    "tracker.organs",
    "tracker.resolutions",
    "tracker.mandates",
    "tracker.followup",
    "tracker.intake",
    "tracker.reports",
    "tracker.api",
    "tracker.operations",
    "tracker.pages",
    "tracker.pages.apps.DataEntryConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "simple_history",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.pages.web.CompressWords",
    "tracker.pages.web.only_page_verbs",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "tracker.pages.web.keep_private",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "tracker.pages.account.sessions.end_old_sessions",
    "tracker.pages.account.sessions.ask_for_second_factor",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "tracker.pages.layout.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "django_tables2/bootstrap5-responsive.html"

# Database

# SQLite 3.7.0 to 3.51.2 can lose commits in WAL mode (https://sqlite.org/wal.html#walresetbug); these carry the mend.
WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3) or any(
    (*branch, patch) <= sqlite3.sqlite_version_info < (*branch, 99) for branch, patch in (((3, 44), 6), ((3, 50), 7))
)
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/tracker.sqlite3")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "tracker.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that reads and then writes must take its lock at once: an upgrade of the lock cannot wait.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What a large transaction changes stays in memory until it ends: written to the file before, it would keep
        # everybody from reading meanwhile (https://www.sqlite.org/pragma.html#pragma_cache_spill).
        "init_command": (
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cache_spill = OFF;"
            f"PRAGMA journal_mode = {'WAL' if WAL_IS_SAFE else 'TRUNCATE'};"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Without jit: to compile a question of many small conditions takes a second, to answer it a tenth of one. With room
    # to sort the entries of a year in memory; and a page read by an index weighed as where nothing turns to reach it.
    LIMITS = ("statement_timeout=15000", "lock_timeout=5000", "jit=off", "work_mem=16MB", "random_page_cost=1.1")
    DATABASES["default"]["OPTIONS"] = {"options": " ".join(f"-c {limit}" for limit in LIMITS)}

CACHES = {
    "default": env.cache("CACHE_URL", default="dbcache://cache_entries"),
    # Drawn pictures, in the memory of each process: to look at them must not wait for a writer.
    "pictures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pictures",
        "OPTIONS": {"MAX_ENTRIES": 50},
    },
    # How far work inside a transaction has come, for all processes: the database would show it only at the end.
    "progress": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": Path(DATA_DIR) / "progress",
    },
    # How often programs have asked, counted in each process for the same reason.
    "throttles": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "throttles"},
}

# Background work

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "tracker.pages.account.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "tracker.pages.account.adapter.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True

# Guessing passwords: ten failures by one machine at one account, or twenty by one machine, end its tries for an hour.
# An account as such is never locked, so that nobody can shut its owner out from elsewhere.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_RATE_LIMITS = {"login_failed": "20/h/ip", "reset_password": "20/h/ip,5/h/key", "reauthenticate": "10/5m/user"}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_CLIENT_IP_CALLABLE = "tracker.pages.account.throttling.client_ip"
AXES_LOCKOUT_CALLABLE = "tracker.pages.account.throttling.locked_out"
AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# Sessions, and what proves that it is still the person

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_IDLE_HOURS, SESSION_DAYS = 12, 7
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# Addresses are given by administrators, not verified by mail.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Mandate tracker"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# Whom the program does not let in without a second factor: "administrators", "managers", both, or nobody.
SECOND_FACTOR_FOR = env.list("SECOND_FACTOR_FOR", default=[])

# Single sign-on by OpenID Connect: whoever has an account here by the address that the service vouches for gets in.

OIDC_SERVER = env.str("OIDC_SERVER", default="")
SOCIALACCOUNT_ADAPTER = "tracker.pages.account.adapter.KnownPeopleAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("OIDC_NAME", default="single sign-on"),
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": OIDC_SERVER},
            }
        ]
        if OIDC_SERVER
        else [],
    }
}

# Mail

vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("FROM_ADDRESS", default="Mandate tracker <tracker@localhost>")

# Programs

API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=600)
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "tracker.api.schema.Schema",
    "EXCEPTION_HANDLER": "tracker.api.asking.problem",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Mandate tracker",
    "DESCRIPTION": "Mandates of United Nations resolutions under follow-up: what is asked, of whom, by when, and how "
    "far it has come. The filters are those of the register; a token is made on the page “API tokens”.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "tracker.api.schema.close_requests",
    ],
    "ENUM_NAME_OVERRIDES": {"MandateTiming": "tracker.mandates.models.Mandate.Timing"},
}

# Language and time

LANGUAGE_CODE = "en"
# Only languages that have a catalogue of our words; every string is marked for translation.
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True

# Static files and uploads

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static-collected"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", Path(django_include_bootstrap.__file__).parent / "static"),
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": Path(DATA_DIR) / "files", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Security

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = SESSION_DAYS * 24 * 3600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
if OIDC_SERVER:
    # The form of the sign-in page leads there.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append("{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER)))
HTTPS = env.bool("HTTPS", default=not DEBUG)
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$"]
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# What the program's own rules leave to the office that runs it

AUDIT_HEADS = env.path("AUDIT_HEADS", default=f"{DATA_DIR}/heads.txt")()
PUBLIC_SITE = env.bool("PUBLIC_SITE", default=False)
DUE_SOON_DAYS = env.int("DUE_SOON_DAYS", default=30)
SILENT_AFTER_MONTHS = env.int("SILENT_AFTER_MONTHS", default=6)
ESCALATE_AFTER_DAYS = env.int("ESCALATE_AFTER_DAYS", default=14)
CONFIDENCE_LINE = env.float("CONFIDENCE_LINE", default=0.9)
RECURRENCE_HORIZON_YEARS = env.int("RECURRENCE_HORIZON_YEARS", default=5)
SUBMISSION_WEEKS = env.int("SUBMISSION_WEEKS", default=10)
ISSUE_WEEKS = env.int("ISSUE_WEEKS", default=6)
UPLOAD_LIMIT = env.int("UPLOAD_LIMIT", default=25 * 2**20)
READING_LIMIT_SECONDS = env.int("READING_LIMIT_SECONDS", default=60)
SIMPLE_HISTORY_REVERT_DISABLED = True

# An address is unique whatever its case: a constraint on Lower("email") says so, which this check overlooks.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
