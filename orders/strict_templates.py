"""Django templates that fail loudly: a name that is not there stops the rendering, wherever it stands.

Django prints nothing for a missing name, and an order with a gap in it would be signed. Here the name and the template
are named in ``MissingName``. An engine of its own sees only the folders of order templates, escapes everything, and
gives templates plain values: no object whose methods a template could call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.template import Context, Engine, Origin, Template, TemplateDoesNotExist
from django.template.base import FilterExpression, Lexer, NodeList, Parser, Variable, VariableDoesNotExist
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode, ExtendsNode
from django.template.loaders import filesystem


class MissingName(Exception):  # noqa: N818 - named after what happened
    """A template asked for a name it was not given, or would have printed ``None``."""

    def __init__(self, name: str, template: str) -> None:
        super().__init__(f"“{name}” is missing or empty; the order template {template} needs it")
        self.name = name
        self.template = template


class Names:
    """Values by name and nothing else. A plain dict would answer ``item.items`` or ``item.clear`` with a method."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> object:
        return self._values[name]


def plain(value: object) -> object:
    """The value as templates may have it: text, numbers, ISO dates, lists, ``Names``; TypeError for anything else."""
    if isinstance(value, str):
        return value[:]  # a slice of Django's SafeString is an ordinary string: nobody's markup is trusted
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return Names({str(name): plain(inner) for name, inner in value.items()})
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if is_dataclass(value) and not isinstance(value, type):
        return Names({field.name: plain(getattr(value, field.name)) for field in fields(value)})
    raise TypeError(f"an order template takes plain values, not {type(value).__name__}")


class StrictContext(Context):
    """Remembers what was missing: ``{% if a and b %}`` swallows every exception of its operands."""

    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__({name: plain(value) for name, value in values.items()}, use_l10n=False, use_tz=False)
        self.missing: list[MissingName] = []

    def note(self, name: object) -> MissingName:
        template = self.template
        self.missing.append(MissingName(str(name), str(template.name) if template else "?"))
        return self.missing[-1]


class StrictVariable(Variable):
    """A variable that must be there."""

    def resolve(self, context: Any) -> Any:
        try:
            return super().resolve(context)
        except VariableDoesNotExist:
            raise context.note(self) from None


class StrictExpression(FilterExpression):
    """A variable with its filters, each argument of a filter included; printing ``None`` is refused too."""

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        if isinstance(self.var, Variable):
            self.var = StrictVariable(str(self.var.var))
        self.filters = [
            (function, [(lookup, StrictVariable(str(given.var)) if lookup else given) for lookup, given in arguments])
            for function, arguments in self.filters
        ]

    def resolve(self, context: Any, ignore_failures: bool = False) -> Any:
        value = super().resolve(context, ignore_failures)
        if value is None and not ignore_failures:  # Django sets the flag only in if and for, where None is a choice
            raise context.note(self)
        return value


class StrictParser(Parser):
    def compile_filter(self, token: str) -> FilterExpression:
        return StrictExpression(token, self)


class StrictTemplate(Template):
    def compile_nodelist(self) -> NodeList:
        tokens = Lexer(self.source).tokenize()
        return StrictParser(
            tokens, self.engine.template_libraries, self.engine.template_builtins, self.origin
        ).parse()  # fmt: skip


class StrictLoader(filesystem.Loader):
    """Reads templates from the folders given, compiles them strictly and keeps them."""

    def __init__(self, engine: Engine, dirs: Any = None) -> None:
        super().__init__(engine, dirs)
        self.kept: dict[str, Template] = {}

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        for origin in self.get_template_sources(template_name):
            if skip and origin in skip:
                continue
            if origin.name in self.kept:
                return self.kept[origin.name]
            if Path(origin.name).is_file():
                template = StrictTemplate(self.get_contents(origin), origin, template_name, self.engine)
                return self.kept.setdefault(origin.name, template)
        raise TemplateDoesNotExist(template_name)


PAPERS = ("orders", "minutes", "letters", "sheets")


def order_engine() -> Engine:
    """The engine over the folders of papers in each folder of templates the settings name."""
    folders = cast("Sequence[str | Path]", settings.TEMPLATES[0]["DIRS"])
    return _engine(tuple(str(Path(folder) / papers) for folder in folders for papers in PAPERS))


@lru_cache
def _engine(folders: tuple[str, ...]) -> Engine:
    return Engine(
        loaders=[("orders.strict_templates.StrictLoader", list(folders))],
        builtins=["orders.wording"],
        autoescape=True,
    )


def render_template(name: str, values: Mapping[str, object]) -> str:
    """One whole template. Raises MissingName, TypeError for a value that is not plain, TemplateDoesNotExist."""
    context = StrictContext(values)
    return _checked(context, order_engine().get_template(name).render(context))


def render_template_block(name: str, block: str, values: Mapping[str, object]) -> str:
    """One block of a template with the blocks inside it, as the template and those it extends fill them."""
    engine = order_engine()
    template = outermost = engine.get_template(name)
    blocks = BlockContext()
    while True:
        extends = next((node for node in outermost.nodelist if isinstance(node, ExtendsNode)), None)
        nodes = extends.nodelist if extends else outermost.nodelist
        blocks.add_blocks(
            {node.name: node for node in nodes.get_nodes_by_type(BlockNode) if isinstance(node, BlockNode)}
        )
        if extends is None:
            break
        outermost = engine.get_template(str(cast("FilterExpression", extends.parent_name).resolve(Context())))
    wanted = blocks.get_block(block)
    if wanted is None:
        raise MissingName(f"block {block}", name)
    context = StrictContext(values)
    with context.render_context.push_state(template), context.bind_template(template):
        context.render_context[BLOCK_CONTEXT_KEY] = blocks
        return _checked(context, wanted.render(context))


def _checked(context: StrictContext, rendered: str) -> str:
    if context.missing:
        raise context.missing[0]
    return rendered
