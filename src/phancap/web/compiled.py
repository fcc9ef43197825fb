"""A template as one Python function: the same bytes as Django's rendering, at a fraction of its time.

Django walks a template node by node and looks each name up through a stack of contexts. For the page that everybody
asks for, the template of a language is read once, its parts (``extends``, ``include``, blocks) are put into one
another, and what is left becomes the lines of one function: pieces of text, values with their escaping, ``if``, ``for``.
Nothing of a request ever becomes code; a node that is not known here is refused when the template is compiled.
Django's own rendering stays the oracle: `tests/web/test_compiled.py` holds every page against it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.template import Context, Node, Template, Variable, engines
from django.template.base import FilterExpression, TextNode, TokenType, VariableNode
from django.template.defaultfilters import safe
from django.template.defaulttags import CommentNode, ForNode, IfNode, LoadNode, TemplateLiteral, WithNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, GetCurrentLanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from phancap.web.template_values import CALLED, show

Render = Callable[[Mapping[str, Any]], str]


class NotCompilable(TypeError):
    """A template uses what is not known here; the message names the node."""


_NOTHING = "''"
_LOCAL = "vxw"
"""First letters of the locals that hold values of the context, each with a function ``...g`` that looks up in it."""
_COMPARED = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_LOOP = {
    "first": "({i} == 0)", "last": "({i} == {n} - 1)", "counter": "({i} + 1)", "counter0": "{i}",
    "revcounter": "({n} - {i})", "revcounter0": "({n} - {i} - 1)",
}  # fmt: skip


def compiled(name: str) -> Render:
    """The function that renders a template in the language of the request from a context of plain data:
    texts, numbers, lists, dictionaries and named tuples, nothing to be called.

    Raises:
        NotCompilable: a node, a filter or a name that is not known here.
    """
    return _compiled(name, get_language() or "")


@lru_cache(maxsize=32)
def _compiled(name: str, lang: str) -> Render:
    return function_of(engines["django"].engine.get_template(name), lang)


def function_of(template: Template, lang: str) -> Render:
    """The function of a template that was read in a language, which is the language now."""
    return _Compiler(lang).function(template)


Scope = dict[str, str]
"""The names of a template to the expressions that hold their values."""


class _Compiler:
    """One template in one language."""

    def __init__(self, lang: str) -> None:
        self.engine = engines["django"].engine
        self.constants: dict[str, Any] = dict(CALLED)
        self.lines: list[str] = []
        self.waiting: list[tuple[bool, str]] = []  # what is put out next: fixed texts, and expressions
        self.depth = 1
        self.asked: dict[str, str] = {}
        self.numbered = 0
        self.blocks: dict[str, list[BlockNode]] = {}
        self.top: Scope = {"LANGUAGE_CODE": self.constant(lang)}
        self.fixed_values: dict[str, str] = {self.top["LANGUAGE_CODE"]: lang}

    def function(self, template: Template) -> Render:
        """The function of a template."""
        self.template(template.nodelist, dict(self.top))
        self.flush()
        first = []
        for asked, local in self.asked.items():
            first += [f"    {local} = context.get({asked!r}, MISSING)", f"    {_lookup_of(local)}"]
        source = "\n".join(
            [
                "def render(context):",
                "    out = []",
                "    put, put_all = out.append, out.extend",
                *first,
                *self.lines,
                "    return ''.join(out)",
            ]
        )
        space: dict[str, Any] = dict(self.constants)
        # Made of our own templates when they are first used; all texts are constants beside the code.
        exec(compile(source, f"<{template.name}>", "exec"), space)  # noqa: S102
        made: Render = space["render"]
        return made

    # -- writing ---------------------------------------------------------------------------------

    def fresh(self, letter: str) -> str:
        self.numbered += 1
        return f"{letter}{self.numbered}"

    def constant(self, value: Any) -> str:
        name = self.fresh("k")
        self.constants[name] = value
        return name

    def line(self, code: str) -> None:
        self.flush()
        self.lines.append("    " * self.depth + code)

    def text(self, text: str) -> None:
        """A fixed text is put out, together with what stands beside it."""
        if self.waiting and self.waiting[-1][0]:
            text = self.waiting.pop()[1] + text
        if text:
            self.waiting.append((True, text))

    def put(self, code: str) -> None:
        """What an expression gives is put out."""
        self.waiting.append((False, code))

    def flush(self) -> None:
        waiting, self.waiting = self.waiting, []
        held = [self.constant(said) if fixed else said for fixed, said in waiting]
        if held:
            code = f"put({held[0]})" if len(held) == 1 else f"put_all(({', '.join(held)}))"
            self.lines.append("    " * self.depth + code)

    def inner(self, nodes: Sequence[Node], scope: Scope) -> None:
        self.flush()
        self.depth += 1
        before = len(self.lines)
        self.nodes(nodes, dict(scope))
        self.flush()
        if len(self.lines) == before:
            self.line("pass")
        self.depth -= 1

    # -- nodes -----------------------------------------------------------------------------------

    def template(self, nodes: Sequence[Node], scope: Scope) -> None:
        """The nodes of a whole template: those of the one it extends, with its blocks in their places."""
        first = next((node for node in nodes if not isinstance(node, TextNode)), None)
        own = first.nodelist if isinstance(first, ExtendsNode) else nodes
        for node in own:
            for block in node.get_nodes_by_type(BlockNode):
                self.blocks.setdefault(block.name, []).append(block)
        if isinstance(first, ExtendsNode):
            self.template(self.engine.get_template(self.fixed(first.parent_name)).nodelist, scope)
        else:
            self.nodes(nodes, scope)

    def nodes(self, nodes: Sequence[Node], scope: Scope, above: Sequence[BlockNode] = ()) -> None:
        """Nodes side by side; ``above`` are the blocks that ``block.super`` means, nearest first."""
        for node in nodes:
            if above and isinstance(node, IfNode):
                self.choice(node, scope, above)
            elif above and _is_super(node):
                self.nodes(above[0].nodelist, dict(scope), above[1:])
            else:
                writer = _WRITERS.get(type(node))
                if writer is None:
                    raise NotCompilable(f"`{type(node).__name__}` is not known to the compiler of templates")
                writer(self, node, scope)

    def plain(self, node: TextNode, scope: Scope) -> None:
        self.text(node.s)

    def nothing(self, node: Node, scope: Scope) -> None:
        pass

    def language(self, node: GetCurrentLanguageNode, scope: Scope) -> None:
        scope[node.variable] = self.top["LANGUAGE_CODE"]

    def static(self, node: StaticNode, scope: Scope) -> None:
        self.fixed(node.path)
        if node.varname is not None:
            raise NotCompilable("`static` with a name is not known to the compiler of templates")
        self.text(str(node.render(Context())))

    def translated(self, node: TranslateNode, scope: Scope) -> None:
        words = node.filter_expression
        if node.asvar or node.message_context or words.filters or words.var.literal is None:
            raise NotCompilable(
                "`translate` of other than fixed words is not known to the compiler of templates"
            )
        self.text(str(node.render(Context())))

    def sentence(self, node: BlockTranslateNode, scope: Scope) -> None:
        if node.plural or node.asvar or node.message_context:
            raise NotCompilable(
                "`blocktranslate` with a plural or a name is not known to the compiler of templates"
            )
        message, names = node.render_token_list(node.singular)
        message = gettext(message)
        message % dict.fromkeys(names, "")  # a sentence that does not fit its names is found here
        inside = {**scope, **{name: self.value(said, scope) for name, said in node.extra_context.items()}}
        data = ", ".join(f"{name!r}: show({self.name(name, inside)})" for name in dict.fromkeys(names))
        if any(token.token_type == TokenType.VAR and "." in token.contents for token in node.singular):
            raise NotCompilable(
                "`blocktranslate` with a dotted name is not known to the compiler of templates"
            )
        self.put(f"{self.constant(message)} % {{{data}}}")

    def variable(self, node: VariableNode, scope: Scope) -> None:
        said = node.filter_expression
        if said.is_var and [function for function, _ in said.filters] == [safe]:
            self.put(f"raw({self.dotted(said.var, scope)})")
            return
        held = self.value(said, scope)
        if held in self.fixed_values:
            self.text(show(self.fixed_values[held]))
        else:
            self.put(f"escaped(t) if type(t := {held}) is str else show(t)")

    def choice(self, node: IfNode, scope: Scope, above: Sequence[BlockNode] = ()) -> None:
        word = "if"
        decided = self.decided(node, scope)
        if decided is not None:
            self.nodes(decided, dict(scope), above)
            return
        self.flush()
        for condition, inside in node.conditions_nodelists:
            self.line("else:" if condition is None else f"{word} {self.condition(condition, scope)}:")
            self.depth += 1
            before = len(self.lines)
            self.nodes(inside, dict(scope), above)
            self.flush()
            if len(self.lines) == before:
                self.line("pass")
            self.depth -= 1
            word = "elif"

    def decided(self, node: IfNode, scope: Scope) -> Sequence[Node] | None:
        """What a choice by the language of the page comes to; ``None`` for any other choice."""
        condition, inside = node.conditions_nodelists[0]
        if getattr(condition, "id", "") != "==" or len(node.conditions_nodelists) > 2:
            return None
        sides: list[Any] = [getattr(side, "value", None) for side in (condition.first, condition.second)]
        if any(not isinstance(side, FilterExpression) or side.filters for side in sides):
            return None
        if not sides[0].is_var or sides[1].is_var:
            return None
        held = self.fixed_values.get(self.dotted(sides[0].var, scope))
        if (
            held is None
            or len(node.conditions_nodelists) == 2
            and node.conditions_nodelists[1][0] is not None
        ):
            return None
        otherwise = node.conditions_nodelists[1][1] if len(node.conditions_nodelists) == 2 else []
        return inside if held == sides[1].var else otherwise

    def loop(self, node: ForNode, scope: Scope) -> None:
        if node.is_reversed:
            raise NotCompilable("`for` in reverse is not known to the compiler of templates")
        many, count, at = self.fresh("s"), self.fresh("n"), self.fresh("i")
        self.line(
            f"{many} = items({self.value(node.sequence, scope, 'None' if node.sequence.filters else '')})"
        )
        self.line(f"{count} = len({many})")
        self.line(f"if {count}:")
        self.depth += 1
        names = {name: self.fresh("x") for name in node.loopvars}
        held = ", ".join(names.values())
        self.line(f"for {at}, {held if len(names) == 1 else f'({held})'} in enumerate({many}):")
        self.depth += 1
        for name in names.values():
            self.line(_lookup_of(name))
        self.depth -= 1
        loop = {f"forloop.{name}": form.format(i=at, n=count) for name, form in _LOOP.items()}
        outside = {name: held for name, held in scope.items() if not name.startswith("forloop")}
        self.inner(node.nodelist_loop, {**outside, **names, **loop})
        self.depth -= 1
        if node.nodelist_empty:
            self.line("else:")
            self.inner(node.nodelist_empty, scope)

    def with_names(self, node: WithNode, scope: Scope) -> None:
        self.nodes(node.nodelist, self.named(node.extra_context, scope))

    def include(self, node: IncludeNode, scope: Scope) -> None:
        if node.isolated_context:
            raise NotCompilable("`include ... only` is not known to the compiler of templates")
        self.nodes(
            self.engine.get_template(self.fixed(node.template)).nodelist,
            self.named(node.extra_context, scope),
        )

    def named(self, given: dict[str, FilterExpression], scope: Scope) -> Scope:
        inside = dict(scope)
        for name, value in given.items():
            inside[name] = self.fresh("w")
            held = self.value(value, scope, _NOTHING)
            self.line(f"{inside[name]} = {held}")
            self.line(_lookup_of(inside[name]))
        return inside

    def block(self, node: BlockNode, scope: Scope) -> None:
        first, *above = self.blocks[node.name]
        self.nodes(first.nodelist, dict(scope), above)

    # -- expressions -----------------------------------------------------------------------------

    def fixed(self, said: FilterExpression) -> str:
        """A text that stands in the template itself."""
        if said.is_var or said.filters:
            raise NotCompilable(
                f"`{said.token}`: other than a fixed text is not known to the compiler of templates"
            )
        return str(said.var)

    def condition(self, said: Any, scope: Scope, compared: bool = False) -> str:
        if isinstance(said, TemplateLiteral):
            return self.value(said.value, scope, "None" if compared or said.value.filters else "")
        if said.id == "not":
            return f"(not {self.condition(said.first, scope)})"
        if said.id in ("and", "or"):
            return f"({self.condition(said.first, scope)} {said.id} {self.condition(said.second, scope)})"
        left, right = (self.condition(side, scope, True) for side in (said.first, said.second))
        if said.id in ("==", "!="):
            return f"({left} {said.id} {right})"
        if said.id not in _COMPARED:
            raise NotCompilable(f"`{said.id}` in `if` is not known to the compiler of templates")
        return f"compare({_COMPARED[said.id]!r}, {left}, {right})"

    def value(self, said: FilterExpression, scope: Scope, otherwise: str = "") -> str:
        """An expression of the template; ``otherwise`` stands for what is missing where that would be met as it is."""
        if not said.is_var:
            code = self.constant(said.var)
        elif otherwise or said.filters:
            code = f"known({self.dotted(said.var, scope)}, {otherwise or _NOTHING})"
        else:
            code = self.dotted(said.var, scope)
        for function, args in said.filters:
            if any(isinstance(arg, Variable) and (arg.lookups or arg.translate) for _, arg in args):
                raise NotCompilable(
                    "a filter with a name behind it is not known to the compiler of templates"
                )
            # What stands in the template is text of ours, or a number.
            fixed = [arg.literal if isinstance(arg, Variable) else SafeString(arg) for _, arg in args]
            given = [self.constant(arg) for arg in fixed]
            code = f"filtered({', '.join([self.constant(function), code, *given])})"
        return code

    def dotted(self, said: Variable, scope: Scope) -> str:
        if said.translate:
            raise NotCompilable(
                f"`{said.var}`: words to translate are not known here to the compiler of templates"
            )
        if said.lookups is None:
            return self.constant(said.literal)
        first, *rest = said.lookups
        if first == "forloop":
            if said.var not in scope:
                raise NotCompilable(f"`{said.var}` is not known to the compiler of templates")
            return scope[said.var]
        code = self.name(first, scope)
        for number, bit in enumerate(rest):
            if bit[0].isdigit() or hasattr(dict, bit):
                code = f"get_slowly({code}, {bit!r})"
            elif number == 0 and code[0] in _LOCAL:
                code = f"{code}g({bit!r}, MISSING)"
            else:
                code = f"get({code}, {bit!r})"
        return code

    def name(self, name: str, scope: Scope) -> str:
        if name in scope:
            return scope[name]
        if name not in self.asked:
            self.asked[name] = self.fresh("v")
        return self.asked[name]


def _lookup_of(local: str) -> str:
    return f"{local}g = {local}.get if type({local}) is dict else looking_up({local})"


def _is_super(node: Node) -> bool:
    said = node.filter_expression if isinstance(node, VariableNode) else None
    return said is not None and said.is_var and said.var.lookups == ("block", "super")


_WRITERS: dict[type[Node], Callable[[_Compiler, Any, Scope], None]] = {
    TextNode: _Compiler.plain, CommentNode: _Compiler.nothing, LoadNode: _Compiler.nothing,
    GetCurrentLanguageNode: _Compiler.language, StaticNode: _Compiler.static, TranslateNode: _Compiler.translated,
    BlockTranslateNode: _Compiler.sentence, VariableNode: _Compiler.variable, IfNode: _Compiler.choice,
    ForNode: _Compiler.loop, WithNode: _Compiler.with_names, IncludeNode: _Compiler.include, BlockNode: _Compiler.block,
}  # fmt: skip
