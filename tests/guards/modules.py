"""Python files of the product, read as trees: what they import, call and catch."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
ORDER = (  # of the features: the domain of each imports only what stands before it
    "lib",
    "media",
    "mail",
    "accounts",
    "activity",
    "about",
    "campaigns",
    "ideas",
    "wall",
    "updates",
    "sketches",
    "comments",
    "voting",
    "drafts",
    "moderation",
    "stages",
    "evaluation",
    "results",
    "feeds",
    "notifications",
    "exports",
    "people",
    "interchange",
    "insights",
    "demo",
    "operations",
)
PAGES = ("views", "staff", "api", "health")
WEB = ("forms", *PAGES)


@dataclass(frozen=True)
class Module:
    name: str
    source: str = field(repr=False)

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def feature(self) -> str | None:
        return feature_of(self.name)

    @property
    def role(self) -> str:
        return role_of(self.name)

    @property
    def is_domain(self) -> bool:
        """Part of a feature, and not of its web rim; lib is a house of its own."""
        return self.feature not in (None, "lib") and self.role not in WEB


def feature_of(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "idealab" and len(parts) > 1 and parts[1] in ORDER else None


def role_of(name: str) -> str:
    """`views` for idealab.ideas.views and for idealab.ideas.wall_views alike."""
    last = name.split(".")[-1]
    return last.split("_")[-1] if last.split("_")[-1] in WEB else last


def product() -> list[Module]:
    found = []
    for path in sorted((ROOT / "idealab").rglob("*.py")):
        if "versions" in path.parts:
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found.append(Module(name, path.read_text()))
    return found


def imports(module: Module, *, nested_only: bool = False) -> Iterator[tuple[str, set[str]]]:
    """Each import as (module, names); those inside functions and blocks, or all of them."""
    tree = module.tree
    for node in ast.walk(tree):
        if nested_only and node in tree.body:
            continue
        if isinstance(node, ast.ImportFrom):
            yield node.module or "", {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            yield from ((alias.name, set()) for alias in node.names)


def targets(module: Module) -> Iterator[str]:
    """Everything the import could name: `from a import b` may mean the module a.b."""
    for name, names in imports(module):
        yield from (name, *(f"{name}.{part}" for part in names))


def called_name(node: ast.Call) -> str:
    """`open` for open(…), `read_text` for path.read_text(…)."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def at_import(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node that runs when the module is imported."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, *node.args.defaults]
        elif not isinstance(node, ast.Lambda):
            waiting += list(ast.iter_child_nodes(node))
