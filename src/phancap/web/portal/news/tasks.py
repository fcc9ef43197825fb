"""What is done later: publishing at the agreed moment."""

from __future__ import annotations

from django_tasks import task

from phancap.web.portal.news.workflow import publish_due


@task()
def publish_due_articles() -> int:
    """Everything agreed to and due; harmless when there is nothing."""
    return publish_due()
