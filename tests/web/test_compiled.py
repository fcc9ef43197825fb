"""The page by its compiled template against Django's own rendering: the same bytes, whatever is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.web.test_same import drawn

PAGES = ("/who", "/who/card")
KNOWN = "power=1.013225&at=an+phu+ninh+kieu&on=2022-06-20"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    "{{ form.power }}",
    "%s%(x)s",
    "\u202e",
    "&amp;",
]
ASKED = [
    KNOWN, "", "power=1.013225", "at=x", "power=a&at=b&on=zz", "power=a&at=b&role=king", f"{KNOWN}&lang=en&snapshot=0123",
    "power=2.000620&at=phuong+ninh+kieu&on=2027-03-01", "power=1.013236&at=c31135&on=2026-06-22&known=2026-06-01&lang=en",
    "power=1.013236&at=c31135&on=2026-06-22", "power=1.001193&at=phường+Bùi+Hữu+Nghĩa&on=2026-06-22", "power=1.013225&at=c31135",
    "power=1.013225&at=d916&on=2024-06-22&decided=2025-08-01", "power=giay+phep&at=c31135", "power=1.013225&at=p92&on=2023-01-01",
    "power=1.013225&at=nowhere&on=2023-01-01", "power=1.013225&at=c31135&on=1999-01-01",
    "power=thu-hoi-dat&at=c31135&on=2026-06-22", "power=gpxd-lien-xa&at=c31135&on=2025-08-22", f"{KNOWN}&fact=x=1&fact.y=2&theme=dark",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _none_kept(site: Client) -> Iterator[None]:
    from phancap.web.portal import kept

    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def plainly(site: Client, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Pages as Django renders them, and as they are sent."""
    from django.shortcuts import render

    from phancap.web.portal import kept, views

    def both(address: str) -> tuple[bytes, bytes]:
        sent = site.get(address)
        kept.forget()
        with monkeypatch.context() as patch:
            patch.setattr(views, "_page", render)
            slowly = site.get(address)
        kept.forget()
        assert sent.status_code == slowly.status_code
        assert {**sent.headers} == {**slowly.headers}
        return sent.content, slowly.content

    return both


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("asked", ASKED)
def test_a_page_is_what_django_renders(plainly: Any, path: str, asked: str) -> None:
    sent, slowly = plainly(f"{path}?{asked}")
    assert sent == slowly
    assert b"</html>" in sent


@pytest.mark.parametrize("seed", range(40))
def test_drawn_questions_are_what_django_renders(plainly: Any, seed: int) -> None:
    for path in PAGES:
        sent, slowly = plainly(f"{path}?{urlencode(drawn(seed + 1000)[1])}")
        assert sent == slowly


@pytest.mark.parametrize("path", PAGES)
def test_what_is_doubted_about_a_row_is_on_the_page(site: Client, plainly: Any, path: str) -> None:
    asked = "power=thu-hoi-dat&at=c31135&on=2026-06-22"
    [link] = site.get(f"/who.json?{asked}").json()["chain"]
    for page in plainly(f"{path}?{asked}"):
        assert f'<p class="note">{link["note"]}</p>'.encode() in page


def test_every_kind_of_answer_was_among_them(site: Client) -> None:
    met = set()
    queries = [*ASKED, *(urlencode(drawn(seed + 1000)[1]) for seed in range(40))]
    for asked in queries:
        answer = site.get(f"/who.json?{asked}")
        met.add(answer.json()["status"] if answer.status_code == 200 else "refused")
    assert met >= {
        "competent",
        "gap",
        "needs-facts",
        "ambiguous-place",
        "unknown-power",
        "unknown-place",
        "no-such-day",
        "refused",
    }


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_hostile_is_escaped_in_the_same_way(plainly: Any, hostile: str) -> None:
    # Each letter of the mark-up that a page may hold stands in the page of a harmless question as often.
    for name in ("power", "at", "on", "role", "lang", "fact", "fact.x", "snapshot", "known"):
        pairs = {"power": "1.013225", "at": "c31135", "on": "2026-06-22", name: hostile}
        for path in PAGES:
            sent, slowly = plainly(f"{path}?{urlencode(pairs)}")
            assert sent == slowly
            assert not re.search(rb"<script>alert|<img src=x|' onmouseover='", sent)


def test_another_owner_and_another_language_are_in_the_page(
    site: Client, plainly: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from phancap.web.portal import frame
    from phancap.web.portal.identity import Identity

    owner = Identity(
        owner="Sở <Mẫu>", name="Trang & mẫu", name_en="Sample <site>", hotlines=("0931.015.119",)
    )
    monkeypatch.setattr(frame, "identity", lambda: owner)
    for lang in ("vi", "en"):
        for path in PAGES:
            sent, slowly = plainly(f"{path}?{KNOWN}&lang={lang}")
            assert sent == slowly
            assert b"S\xe1\xbb\x9f &lt;M\xe1\xba\xabu&gt;" in sent


# -- the language of templates ---------------------------------------------------------------------


class Pair(NamedTuple):
    """A named tuple of the context."""

    left: str
    right: int


GIVEN: dict[str, Any] = {
    "text": "<b>'&\"", "number": 1234567, "share": 1.5, "none": None, "yes": True, "no": False, "empty": [],
    "many": ["a", "<", 3, None], "pairs": [("x", 1), ("<y>", 2)], "nested": {"values": "v", "items": [1], "deep": {"a": {"b": "<c>"}}},
    "pair": Pair("<l>", 5), "pairs_named": [Pair("a", 1)], "keys": {"k": 0, "1": "one"},
}  # fmt: skip
TEMPLATES = [
    "plain, đường & <b>", "{{ text }}{{ text|safe }}{{ number }}{{ share }}{{ none }}{{ yes }}{{ missing }}{{ missing.more }}",
    "{{ nested.deep.a.b }}{{ nested.values }}{{ nested.items.0 }}{{ nested.missing }}{{ none.more }}{{ many.1 }}{{ many.9 }}{{ keys.1 }}",
    "{{ pair.left }}{{ pair.right }}{{ pair.1 }}{{ pair.missing }}{{ 'a<b' }}{{ 12 }}", "{{ many|join:'<' }}{{ many|length }}{{ missing|length }}{{ text|upper }}",
    "{% if text %}a{% endif %}{% if missing %}b{% else %}c{% endif %}{% if none %}d{% elif yes %}e{% else %}f{% endif %}",
    "{% if not missing and yes or no %}a{% endif %}{% if number > 5 %}b{% endif %}{% if none > 5 %}c{% else %}d{% endif %}{% if text == none %}e{% endif %}",
    "{% if missing == none %}a{% endif %}{% if missing != 'x' %}b{% endif %}{% if many|length == 4 %}c{% endif %}{% if missing|length > 0 %}d{% endif %}",
    "{% for x in many %}{{ forloop.counter }}{{ forloop.first }}{{ x }}{% if not forloop.last %};{% endif %}{% endfor %}",
    "{% for x in empty %}a{% empty %}none{% endfor %}{% for x in missing %}a{% empty %}none{% endfor %}{% for x in none %}a{% endfor %}",
    "{% for a, b in pairs %}{{ a }}={{ b }} {{ forloop.revcounter0 }}{% for x in many %}{{ x }}{{ forloop.counter0 }}{{ a }}{% endfor %}{% endfor %}",
    "{% for p in pairs_named %}{{ p.left }}{{ p.right }}{% endfor %}{% for x in text %}{{ x }}{% endfor %}",
    "{% with a=text b=nested.deep c=missing %}{{ a }}{{ b.a.b }}{{ c }}{% if c == '' %}empty{% endif %}{% endwith %}{{ a }}",
    "{% load i18n %}{% translate 'Tra cứu' %}{% blocktranslate with a=text %}100% {{ a }} và {{ number }} {{ missing }}{% endblocktranslate %}",
    "{% load i18n %}{% get_current_language as L %}{% if L == 'en' %}en{% else %}vi{% endif %}{{ L }}{% if L == 'vi' %}only{% endif %}",
    "{{ _('Tra cứu') }}{{ missing|default:'<d>' }}{{ text|truncatechars:3 }}{{ none|default_if_none:'<' }}",
    "{% load static %}{% static 'portal/site.css' %}{# a comment #}{% comment %}{{ x }}{% endcomment %}",
    "{% include 'portal/years.html' with years=empty foot=3 %}{% include 'portal/lang.html' %}",
    "{% extends 'portal/base.html' %}{% block title %}{{ text }}{% endblock %}{% block language %}{% if yes %}{{ block.super }}{% endif %}{{ block.super }}{% endblock %}{% block content %}{% block inner %}x{% endblock %}{% endblock %}",
]  # fmt: skip


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("source", TEMPLATES)
def test_what_a_template_says_is_what_its_function_gives(site: Client, source: str, lang: str) -> None:
    from django.template import Context, engines
    from django.utils import translation

    from phancap.web.compiled import function_of

    with translation.override(lang):
        template = engines["django"].engine.from_string(source)
        made = function_of(template, lang)
        assert made(GIVEN) == template.render(Context({**GIVEN, "LANGUAGE_CODE": lang}))
        assert made({}) == template.render(Context({"LANGUAGE_CODE": lang}))


@pytest.mark.parametrize(
    "source",
    ["{% csrf_token %}", "{{ text|default:none }}", "{% cycle 'a' 'b' %}", "{% for x in many reversed %}{% endfor %}", "{% include text %}", "{% if 1 in many %}{% endif %}",
     "{% load i18n %}{% translate text %}", "{% load i18n %}{% translate 'x' as y %}",  "{% for x in many %}{{ forloop.parentloop.counter }}{% endfor %}"],
)  # fmt: skip
def test_what_is_not_known_is_refused_when_it_is_compiled(site: Client, source: str) -> None:
    from django.template import engines

    from phancap.web.compiled import NotCompilable, function_of

    with pytest.raises(NotCompilable, match="not known"):
        function_of(engines["django"].engine.from_string(source), "vi")
