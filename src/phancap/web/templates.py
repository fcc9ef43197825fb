"""Templates kept once a language, their fixed words already translated.

A page has some thirty fixed words; looking each up again for every page costs more than the answer does. So a template
is read once for each language, and what ``{% translate %}`` says with nothing but fixed words becomes plain text.
"""

from __future__ import annotations

from typing import Any

from django.template import Context, Origin, Template, TemplateDoesNotExist
from django.template.base import Node, NodeList, TextNode, Variable
from django.template.defaulttags import IfNode
from django.template.loaders import cached
from django.templatetags.i18n import LanguageNode, TranslateNode
from django.utils.translation import get_language


class Loader(cached.Loader):
    """The cached loader, with a copy of each template for each language."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """The language belongs to the name."""
        return f"{get_language()}:{super().cache_key(template_name, skip)}"

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """The template of the language of the request; it is whole before another thread can see it."""
        key = self.cache_key(template_name, skip)
        if key in self.get_template_cache:
            return super().get_template(template_name, skip)
        try:
            template = super(cached.Loader, self).get_template(template_name, skip)
        except TemplateDoesNotExist:
            # Asked once more of the cached loader, which keeps that there is none.
            return super().get_template(template_name, skip)
        say_in_language(template.nodelist)
        self.get_template_cache[key] = template
        return template


def say_in_language(nodes: NodeList) -> None:
    """Put plain text where only fixed words are translated, and join texts that then stand side by side."""
    said: list[Node] = []
    for node in nodes:
        text = _fixed(node)
        if text is None:
            for inner in _inside(node):
                say_in_language(inner)
            said.append(node)
        elif said and type(said[-1]) is TextNode:
            said[-1] = TextNode(said[-1].s + text)
        else:
            said.append(TextNode(text) if isinstance(node, TranslateNode) else node)
    nodes[:] = said


def _fixed(node: Node) -> str | None:
    """What a node says whatever the context; ``None`` where that hangs on it."""
    if type(node) is TextNode:
        return str(node.s)
    if type(node) is not TranslateNode or node.asvar or node.message_context:
        return None
    words = node.filter_expression
    if words.filters or not isinstance(words.var, Variable) or words.var.literal is None:
        return None
    return str(node.render(Context()))


def _inside(node: Any) -> list[NodeList]:
    if isinstance(node, LanguageNode):
        return []  # it speaks a language of its own
    if isinstance(node, IfNode):
        return [inner for _, inner in node.conditions_nodelists]
    found = (getattr(node, name, None) for name in node.child_nodelists)
    return [inner for inner in found if isinstance(inner, NodeList)]
