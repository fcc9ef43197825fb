"""Example articles of our own writing, for a site that somebody tries out: each bears the stamp of an example.

They are loaded by ``phancap serve --demo`` alone. What they say of law is cited and can be looked up; bodies, files and
people in them are nobody's. Loading twice changes nothing.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from phancap.web.portal.news.drafts import Draft, PhotoLine, faults_of
from phancap.web.portal.news.files import take_photo
from phancap.web.portal.news.models import Article
from phancap.web.portal.news.workflow import agree, create, hand_in

FOLDER = Path(__file__).parent / "examples"
ORDER = ("visits", "rehearsal", "models", "feedback", "names", "ask")
"""From the oldest to the newest."""
BYLINE = "Bài, tranh: phancap"
SOURCE = "phancap (CC BY 4.0)"


def read_example(name: str) -> dict[str, Any]:
    """One example as its file states it."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def draft_of_example(stated: dict[str, Any], photo: int | None = None) -> Draft:
    """An example as a draft."""
    names = ("title", "lead", "body", "title_en", "lead_en", "body_en")
    draft = Draft(
        **{name: stated.get(name, "").strip() for name in names},
        tags=stated["tags"],
        byline=BYLINE,
        source=SOURCE,
        example=True,
    )
    if photo is not None:
        words = {name: stated.get(name, "") for name in ("alt", "caption", "alt_en", "caption_en")}
        draft.photos = [PhotoLine(photo, **words)]
    return draft


def load_examples() -> int:
    """Publish every example that is not there yet; how many."""
    count = 0
    for name in ORDER:
        stated = read_example(name)
        if Article.objects.filter(slug=stated["slug"]).exists():
            continue
        photo = take_photo((FOLDER / stated["picture"]).read_bytes()).pk if stated.get("picture") else None
        draft = draft_of_example(stated, photo)
        if faults_of(draft):
            raise ValueError(f"{name}.toml: {faults_of(draft)}")
        article = create(draft, None, stated.get("kind", "news"), slug=stated["slug"].replace("-", " "))
        hand_in(article.pk, 1, None)
        agree(article.pk, 1, None)
        count += 1
    return count
