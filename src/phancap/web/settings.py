"""Settings of the site, by ``PHANCAP_*``; safe as they stand, nothing of another host is ever loaded."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEBUG = False
# Nothing is signed for longer than a process lives yet: no session, no log-in.
SECRET_KEY = os.environ.get("PHANCAP_SECRET_KEY") or secrets.token_urlsafe(50)
ALLOWED_HOSTS = os.environ.get("PHANCAP_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ROOT_URLCONF = "phancap.web.urls"
WSGI_APPLICATION = "phancap.web.wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles", "phancap.web.portal"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Answers carry an ETag: who asks again for what did not change gets 304 and no body.
    "django.middleware.http.ConditionalGetMiddleware",
    "phancap.web.language.language_of_request",
    "phancap.web.api.reads.open_to_other_sites",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.i18n"]},
    }
]
DATABASES: dict[str, object] = {}
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
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
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
PHANCAP_WORKSPACE = os.environ.get("PHANCAP_WORKSPACE") or None
PHANCAP_OPTIONS = tuple(filter(None, os.environ.get("PHANCAP_OPTIONS", "").split(",")))
# Questions that one address may put to the API: `60/m`, `10/s`; empty for no limit.
PHANCAP_API_RATE = os.environ.get("PHANCAP_API_RATE", "600/m")
# How many proxies of ours stand before the site: without any, a header cannot pretend to be another address.
NINJA_NUM_PROXIES = int(os.environ.get("PHANCAP_PROXIES", "0"))
