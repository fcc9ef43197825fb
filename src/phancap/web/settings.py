"""Settings of the site, by ``PHANCAP_*``; safe as they stand, nothing of another host is ever loaded."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from phancap.web.database import database_of
from phancap.web.datafolder import data_folder, secret_key
from phancap.web.production import guards, hosts, proxies

HERE = Path(__file__).resolve().parent
DEBUG = False
PHANCAP_DATA = data_folder()
SECRET_KEY = secret_key(PHANCAP_DATA)
ALLOWED_HOSTS = hosts()
ROOT_URLCONF = "phancap.web.urls"
WSGI_APPLICATION = "phancap.web.wsgi.application"
INSTALLED_APPS = [
    "phancap.web.portal",
    "phancap.web.studio",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "phancap.web.watch.watched",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "phancap.web.conditional.Conditional",
    "phancap.web.language.language_of_request",
    "phancap.web.portal.version.pinned",
    "phancap.web.portal.news.old.old_addresses",
    "phancap.web.api.reads.open_to_other_sites",
    "phancap.web.rooms.not_stored",
    "phancap.web.rooms.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "phancap.web.rooms.People",
    "phancap.web.rooms.SecondFactor",
    "phancap.web.rooms.Messages",
    "phancap.web.rooms.WithoutBase",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("phancap.web.templates.Loader", ["django.template.loaders.app_directories.Loader"])
            ],
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "phancap.web.portal.frame.about_site",
            ]
        },
    }
]
DATABASES = {"default": database_of(os.environ.get("DATABASE_URL", ""), PHANCAP_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
OTP_TOTP_ISSUER = "phancap"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "studio.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
CSRF_FAILURE_VIEW = "phancap.web.studio.views.bad_token"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "studio"
LOGOUT_REDIRECT_URL = "home"
# Ten wrong passwords for one name from one address close that pair for a quarter of an hour.
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "phancap.web.address.client_address"
AXES_DISABLE_ACCESS_LOG = True  # of those who did log in, nothing about their machine is kept
AXES_LOCKOUT_TEMPLATE = "studio/locked.html"
AXES_VERBOSE = False
# A working day; closing the browser ends it sooner.
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# Each part keeps its own sentences; those of an app (`studio/locale`) are found by Django itself.
LOCALE_PATHS = [HERE / "locale", *sorted(HERE.glob("portal/*/locale")), *sorted(HERE.glob("studio/*/locale"))]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MANIFEST_STRICT = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
DEFAULT_CHARSET = "utf-8"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Addresses carry what people ask; the log keeps to errors and never repeats a question.
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "formatters": {"line": {"()": "phancap.web.logs.JsonLine"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "phancap.requests": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # It names people and their addresses; that a log-in was closed is told by our own line without them.
        "axes": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
PHANCAP_WORKSPACE = os.environ.get("PHANCAP_WORKSPACE") or None
PHANCAP_OPTIONS = tuple(filter(None, os.environ.get("PHANCAP_OPTIONS", "").split(",")))
# Questions that one address may put to the API: `60/m`, `10/s`; empty for no limit.
PHANCAP_API_RATE = os.environ.get("PHANCAP_API_RATE", "600/m")
# How many proxies of ours stand before the site: without any, a header cannot pretend to be another address.
PHANCAP_PROXIES = NINJA_NUM_PROXIES = proxies()
# Reports that one network address may send, and tries of a key; the Open311 server's reads and its reports.
PHANCAP_FEEDBACK_RATE = os.environ.get("PHANCAP_FEEDBACK_RATE", "10/h")
PHANCAP_FEEDBACK_KEY_RATE = os.environ.get("PHANCAP_FEEDBACK_KEY_RATE", "30/h")
PHANCAP_OPEN311_RATE = os.environ.get("PHANCAP_OPEN311_RATE", "120/m")
PHANCAP_OPEN311_POST_RATE = os.environ.get("PHANCAP_OPEN311_POST_RATE", "30/h")
# Keys of applications that may report by Open311, parted by commas; none: every application may, within the rate.
PHANCAP_OPEN311_KEYS = tuple(filter(None, os.environ.get("PHANCAP_OPEN311_KEYS", "").split(",")))
# The bearer token that opens `/metrics`; empty: not there. `requests`: a log line each.
PHANCAP_METRICS = os.environ.get("PHANCAP_METRICS", "")
PHANCAP_LOG = os.environ.get("PHANCAP_LOG", "")
globals().update(guards())
