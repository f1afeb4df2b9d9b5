"""All settings. Only the environment decides; a wrong value stops the start with a sentence.

*Embedded* is the default (SQLite and a file queue under ``var/``, plain http on this machine); *production* begins
with ``DATABASE_URL``. ``.env.example`` lists the variables; ``.env`` is read too, the real environment wins.
"""

import os
import secrets
import warnings
from datetime import datetime
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

from journal.sms import of_url
from workflow_site.log_lines import logging_of

# django-fsm 3.0.1 is asked for by name; on import it recommends its successor to whoever listens.
warnings.filterwarnings("ignore", message=".*[Dd]jango[-_]?fsm.*", category=UserWarning)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
env = environ.Env()
env.read_env(BASE_DIR / ".env")


def stop(variable: str, why: str) -> NoReturn:
    """End the start with one sentence; no traceback, so that the sentence is what is read."""
    raise SystemExit(f"Harakat does not start: {variable} {why}.")


def given(variable: str) -> str:
    """The value of a variable; an empty one counts as not given."""
    return os.environ.get(variable, "").strip()


def flag(variable: str, default: bool) -> bool:
    """A yes or a no; anything else would be a guess."""
    value = given(variable).lower()
    if value not in ("", "true", "false"):
        stop(variable, f"must be true or false, not “{value}”")
    return value == "true" if value else default


def secret_key() -> str:
    """The given key or, outside production, one made once and kept for this folder's owner alone."""
    key, path = given("HARAKAT_SECRET_KEY"), VAR / "secret_key"
    if (key or PRODUCTION) and len(key) < 50:
        stop("HARAKAT_SECRET_KEY", "must be given with DATABASE_URL, and have at least 50 characters")
    if not key and not path.exists():
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_urlsafe(50))
    return key or path.read_text()


def start_time() -> datetime | None:
    """The time a demo pretends to start at; without an offset it is Tashkent's."""
    value = given("HARAKAT_NOW")
    try:
        moment = datetime.fromisoformat(value) if value else None
    except ValueError:
        stop("HARAKAT_NOW", f"must be an ISO time like 2026-09-01T09:00, not “{value}”")
    return moment.replace(tzinfo=ZoneInfo(TIME_ZONE)) if moment and moment.tzinfo is None else moment


def database() -> dict[str, object]:
    """SQLite under ``var/``, or the PostgreSQL or SQLite database of ``DATABASE_URL``."""
    url = given("DATABASE_URL") or f"sqlite:///{VAR / 'harakat.sqlite3'}"
    if urlsplit(url).scheme not in ("sqlite", "postgres", "postgresql"):
        stop("DATABASE_URL", "must begin with postgresql:// or sqlite:///")
    try:
        config = dict(env.db_url_config(url))
    except ValueError as error:
        stop("DATABASE_URL", f"cannot be read ({error})")
    if not config["NAME"]:
        stop("DATABASE_URL", "names no database")
    options = config.setdefault("OPTIONS", {})
    if urlsplit(url).scheme == "sqlite":
        # IMMEDIATE takes the write lock at BEGIN: what was read inside a transaction cannot have changed at its end.
        options.update(timeout=20, transaction_mode="IMMEDIATE", init_command="PRAGMA journal_mode=WAL")
    else:
        options.update(connect_timeout=3, options="-c lock_timeout=10s")
        config.update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
    return config


def broker() -> str:
    """Where jobs queue: a folder under ``var/``, Redis or RabbitMQ."""
    url = given("BROKER_URL") or "filesystem://localhost"
    if urlsplit(url).scheme not in ("filesystem", "redis", "rediss", "redis+socket", "amqp", "amqps"):
        stop("BROKER_URL", "must begin with redis://, rediss://, redis+socket://, amqp:// or amqps://")
    return url


LANGUAGES = [("uz", "Oʻzbekcha"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_CODE, TIME_ZONE, USE_TZ = "uz", "Asia/Tashkent", True
HARAKAT_NOW = start_time()

DEBUG = flag("HARAKAT_DEBUG", default=False)
PRODUCTION = not DEBUG and bool(given("DATABASE_URL"))
VAR.mkdir(exist_ok=True)
HTTPS = flag("HARAKAT_HTTPS", default=PRODUCTION)
SECRET_KEY = secret_key()
PORT = given("PORT") or "8000"
if not PORT.isdecimal() or not 0 < int(PORT) < 65536:
    stop("PORT", f"must be a number from 1 to 65535, not “{PORT}”")
HOSTS = [host.strip() for host in given("HARAKAT_HOSTS").split(",") if host.strip()]
if PRODUCTION and not HOSTS:
    stop("HARAKAT_HOSTS", "must name the site's host when DATABASE_URL is given")
ALLOWED_HOSTS = [*HOSTS, "127.0.0.1", "localhost", "[::1]"]
# What a printed order's QR code points to.
SITE_ADDRESS = f"{'https' if HTTPS else 'http'}://{HOSTS[0] if HOSTS else f'127.0.0.1:{PORT}'}"

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
BROKER_URL = broker()
MEDIA_ROOT = BASE_DIR / (given("HARAKAT_MEDIA") or "var/media")
if MEDIA_ROOT.exists() and not MEDIA_ROOT.is_dir():
    stop("HARAKAT_MEDIA", f"must be a folder, which “{MEDIA_ROOT}” is not")
HARAKAT_SEAL = BASE_DIR / (given("HARAKAT_SEAL") or "var/seal.p12")
HARAKAT_SEAL_PASSPHRASE = given("HARAKAT_SEAL_PASSPHRASE")
EMAIL_TIMEOUT = 10  # seconds; without it a mail server that says nothing would hold a worker for ever
try:
    vars().update(env.email_url_config(given("EMAIL_URL") or f"filemail:///{VAR / 'mail'}"))
except (ImproperlyConfigured, ValueError) as error:
    stop("EMAIL_URL", f"cannot be read ({error})")
SMS_URL = given("SMS_URL") or f"filesms://{VAR / 'sms'}"
try:
    of_url(SMS_URL)
except ValueError as error:
    stop("SMS_URL", str(error))
DEFAULT_FROM_EMAIL = f"harakat@{HOSTS[0] if HOSTS else 'localhost'}"

INSTALLED_APPS = [
    *("workflow_site", "flows", "movements", "orders", "students", "permissions", "journal"),
    *("viewflow.workflow", "guardian", "ninja", "django_htmx", "csp"),
    *(f"django.contrib.{app}" for app in ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")),
]
MIDDLEWARE = [  # from the outside inwards
    *("workflow_site.request_log.request_log", "workflow_site.health.for_monitors"),
    *("django.middleware.security.SecurityMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware"),
    *("csp.middleware.CSPMiddleware", "django.contrib.sessions.middleware.SessionMiddleware"),
    *("workflow_site.middleware.SiteLanguage", "django.middleware.common.CommonMiddleware"),
    *("django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware"),
    *("permissions.middleware.person", "workflow_site.middleware.SignInFirst"),
    *("django.contrib.messages.middleware.MessageMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"),
    *("django_htmx.middleware.HtmxMiddleware", "workflow_site.middleware.Refusals"),
]
ROOT_URLCONF = "workflow_site.urls"
CONTEXT = [
    *(f"django.template.context_processors.{name}" for name in ("request", "i18n")),
    *(f"django.contrib.{name}.context_processors.{name}" for name in ("auth", "messages")),
    "workflow_site.context.frame",
]
ENGINE = {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
TEMPLATES = [{**ENGINE, "DIRS": [BASE_DIR / "templates"], "OPTIONS": {"context_processors": CONTEXT}}]

AUTH_USER_MODEL = "permissions.Account"
AUTHENTICATION_BACKENDS = ["permissions.backends.AccountBackend"]
VALIDATOR = "django.contrib.auth.password_validation.{}Validator"
AUTH_PASSWORD_VALIDATORS = [{"NAME": VALIDATOR.format(name)} for name in ("MinimumLength", "CommonPassword")]
LOGIN_URL, LOGIN_REDIRECT_URL = "sign-in", "/"
CSRF_FAILURE_VIEW = "workflow_site.entrance.forged"
# Guardian keeps rows; who may act is asked of permissions.policy alone: no anonymous user, no methods on Account,
# and its backend is not asked (which is what guardian.W001 would like).
ANONYMOUS_USER_NAME, GUARDIAN_MONKEY_PATCH_USER = None, False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

STATIC_URL, STATIC_ROOT = "static/", VAR / "static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder", "workflow_site.fonts.FontFinder"]
# Compressing takes half a minute: worth it once an installation, not for a first look.
STATIC = "whitenoise.storage.Compressed" if PRODUCTION else "django.contrib.staticfiles.storage."
STATIC += "StaticFilesStorage" if DEBUG else "ManifestStaticFilesStorage"
FILES = "django.core.files.storage.FileSystemStorage"
STORAGES = {"default": {"BACKEND": FILES}, "staticfiles": {"BACKEND": STATIC}}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# The proxy in front ends TLS; it must set this header itself and drop a client's.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{name: ["'none'"] for name in ("default-src", "base-uri", "frame-ancestors")},
        **{name: ["'self'"] for name in ("script-src", "style-src", "font-src", "connect-src", "form-action")},
        "img-src": ["'self'", "data:"],
    }
}

# What a monitor must say to read /metrics; without a token only this machine may.
HARAKAT_METRICS_TOKEN = given("HARAKAT_METRICS_TOKEN")
LOG_FORMAT = given("HARAKAT_LOG_FORMAT") or "line"
if LOG_FORMAT not in ("line", "json"):
    stop("HARAKAT_LOG_FORMAT", f"must be line or json, not “{LOG_FORMAT}”")
LOGGING = logging_of(LOG_FORMAT)
