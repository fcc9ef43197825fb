"""The WSGI application that ``phancap serve`` runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phancap.web.settings")
application = get_wsgi_application()
