"""The roles a new site begins with."""

from typing import Any

from django.db import migrations

from phancap.web.studio.rights import beginning


def add_roles(apps: Any, schema_editor: Any) -> None:
    role = apps.get_model("studio", "Role")
    for slug, told in beginning()["roles"].items():
        role.objects.get_or_create(id=slug, defaults=told)


class Migration(migrations.Migration):
    dependencies = [("studio", "0002_posts")]
    operations = [migrations.RunPython(add_roles, migrations.RunPython.noop)]
