"""Django's settings. They read the environment once; nothing here opens a connection or starts a process.

IPOPS_HOME            where data lives (webkit/home.py)
DATABASE_URL          the application's database; the boot sets it for the embedded one
DATABASE_OWNER_URL    the same database as the role that migrates
IPOPS_HOSTS           names this site answers to, comma separated (default: this machine only)
IPOPS_MAIL            smtp://… or smtps://…; IPOPS_MAIL_FROM the sender, IPOPS_ADDRESS what the site is called in letters
IPOPS_HTTPS           1 when it stands behind HTTPS: cookies become secure, HSTS is sent
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from ipops.site.databases import from_url
from ipops.site.logs import logging_config
from ipops.site.mail import mail_settings
from ipops.site.street import house_apps
from ipops.webkit.home import home, secret_key

HOME: Path = home()
SECRET_KEY = secret_key()
DEBUG = False
HTTPS = os.environ.get("IPOPS_HTTPS") == "1"
ALLOWED_HOSTS = [h for h in os.environ.get("IPOPS_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in ALLOWED_HOSTS] if HTTPS else []
ROOT_URLCONF = "ipops.site.urls"
WSGI_APPLICATION = "ipops.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "ipops.webkit",
    "ipops.webkit.factors",
    *house_apps(),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ipops.webkit.pages.sound.SoundAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ipops.webkit.pages.lang.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ipops.webkit.pages.drafting.DraftMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "ipops.webkit.pages.shell.shell",
            ],
        },
    }
]

# The application's role by default; what it may not do (change the journal, make tables) the database itself refuses.
_EMBEDDED_SOCKET = f"postgresql://ipops_app@/ipops?host={HOME / 'postgres' / 'run'}"
DATABASES = {"default": from_url(os.environ.get("DATABASE_URL") or _EMBEDDED_SOCKET)}
#: Migrations take rights on the journal away from this role (webkit/migrations).
APP_ROLE = DATABASES["default"]["USER"] or "ipops_app"

AUTH_USER_MODEL = "webkit.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
# Ten wrong passwords for one account from one address close that pair for a quarter of an hour.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
# Stored in UTC, shown in Beijing's time.
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
# Served from the packages themselves: nothing to collect, nothing to go stale.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False  # the proxy in front does that; a health check speaks plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o600

# Letters: smtp://user:password@host:587 (smtps:// for TLS from the start). Without it nothing is sent, and pages say so.
IPOPS_MAIL = os.environ.get("IPOPS_MAIL", "")
IPOPS_ADDRESS = os.environ.get("IPOPS_ADDRESS", "")
globals().update(mail_settings(IPOPS_MAIL, os.environ.get("IPOPS_MAIL_FROM", "")))

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_config()
