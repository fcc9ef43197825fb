"""The site: a Django project over the core, server-rendered, working without JavaScript.

Four apps: ``portal`` (public), ``studio`` (people, charter, plan), ``api``, later ``office`` (dossiers).
How a new part plugs in:

- **Tables** are written in the part's own module (``portal/news/models.py``, ``studio/people.py``) and named once in the
  app's ``models.py``, with ``app_label`` left to Django. ``python -m phancap.web makemigrations portal -n news`` writes
  the migration; after a rebase that brought another of the same number, delete yours and make it again.
- **Addresses** are a ``urls.py`` in the part and one line ``path("", include("phancap.web.portal.news.urls"))`` in
  ``web/urls.py``. What asks who you are lives below ``/studio/`` (or ``/office/``): only there are there sessions,
  ``request.user``, messages and a second factor (``web/rooms.py``). Every other page is answered without touching the
  data base unless its own view does; a public form needs only ``{% csrf_token %}``.
- **Transactions** are written where they matter, ``with transaction.atomic():`` around read-check-write; SQLite takes the
  writer's turn at the beginning (IMMEDIATE). There is no transaction around a whole request.
- **Sentences** are Vietnamese in the code, English in the part's own ``locale/en/LC_MESSAGES/django.po`` (``studio/locale``,
  ``portal/news/locale``), compiled beside it: ``msgfmt django.po -o django.mo``. Both files are committed.
- **Files** of people lie in ``settings.PHANCAP_DATA / "<part>"``, never in the package.
- **Work that may wait** is a ``@task()`` (``django_tasks``), called by ``.enqueue()``; ``phancap serve`` runs the worker.
- **Tests** take the fixture ``stored`` (``tests/web/conftest.py``): a migrated data base, put back after each test.
"""
