"""The rules of docs/style.md for Python. Each takes a module and gives the breaches it found, so
that a test can show that a rule bites."""

import ast

from tests.guards.modules import (
    ORDER,
    PAGES,
    WEB,
    Module,
    at_import,
    called_name,
    feature_of,
    imports,
    role_of,
    targets,
)

REQUEST_NAMES = {
    "abort", "current_user", "flash", "g", "make_response", "redirect", "render_template",
    "request", "session", "url_for",
}  # fmt: skip
ROOFS = ("idealab.wiring", "idealab.cli", "idealab.__main__")
COMMITTING = ("jobs", "cli", "schedule")
COMMITTING_FEATURES = ("demo", "operations")
SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "service", "misc", "core"}
OPENING = {
    "Popen", "Redis", "connect", "create_connection", "create_engine", "from_url", "mkdir", "open",
    "read_bytes", "read_text", "run", "system", "urlopen", "write_bytes", "write_text",
}  # fmt: skip
# These start or are started by other processes, to which the environment is handed on.
READ_ENVIRONMENT = (
    "idealab.config",
    "idealab.lib.images",
    "idealab.operations.leash",
    "idealab.operations.supervising",
)
LONGEST_MODULE, LONGEST_FUNCTION = 400, 50


def breaks_order(module: Module) -> list[str]:
    """The domain imports only what stands below it."""
    if module.feature is None or module.role in WEB:
        return []
    here = ORDER.index(module.feature)
    found = []
    for target in targets(module):
        there = feature_of(target)
        if there is not None and ORDER.index(there) > here:
            found.append(f"imports {target}, which stands above it")
    return found


def knows_the_roof(module: Module) -> list[str]:
    """What connects the features is known to none of them."""
    if module.feature in (None, "operations"):
        return []
    return [f"imports {target}" for target in targets(module) if target in ROOFS]


def knows_a_page(module: Module) -> list[str]:
    """The domain knows no request, session, current user, form or page."""
    if not module.is_domain or module.role == "cli" or module.feature == "operations":
        return []
    found = []
    for name, names in imports(module):
        if feature_of(name) and role_of(name) in WEB:
            found.append(f"imports {name}")
        if name.split(".")[0] in ("wtforms", "flask_wtf"):
            found.append(f"imports {name}")
        if name in ("flask", "flask_login") and names & REQUEST_NAMES:
            found.append(f"imports {', '.join(sorted(names & REQUEST_NAMES))} from {name}")
        if name == "idealab.lib.clock" and "now" in names and not _may_commit(module):
            found.append("looks at the clock; the time is an argument")
    return found


def _may_commit(module: Module) -> bool:
    return (
        module.role in COMMITTING
        or module.role.endswith("cli")
        or module.feature in COMMITTING_FEATURES
    )


def views_meet(module: Module) -> list[str]:
    """Pages meet in templates and links, not in imports."""
    if module.feature is None or module.role not in WEB:
        return []
    return [
        f"imports {target}"
        for target in targets(module)
        if feature_of(target) and role_of(target) in PAGES and target.count(".") == 2
    ]


def nests_imports(module: Module) -> list[str]:
    return [f"imports {name} inside a block" for name, _names in imports(module, nested_only=True)]


def imports_relatively(module: Module) -> list[str]:
    nodes = [node for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom)]
    return [f"line {node.lineno}: a relative import" for node in nodes if node.level]


def commits_below(module: Module) -> list[str]:
    """Domain verbs flush; views, jobs and commands commit."""
    if not module.is_domain or _may_commit(module):
        return []
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    return [f"line {node.lineno}: commits" for node in calls if called_name(node) == "commit"]


def opens_with_code(module: Module) -> list[str]:
    """The `__init__` of a feature is one sentence and nothing else."""
    body = module.tree.body
    sentence = body[0].value if body and isinstance(body[0], ast.Expr) else None
    if not (isinstance(sentence, ast.Constant) and isinstance(sentence.value, str)):
        return ["does not begin with a sentence"]
    return ["holds code"] if len(body) > 1 else []


def is_too_long(module: Module) -> list[str]:
    found = []
    if (length := len(module.source.splitlines())) > LONGEST_MODULE:
        found.append(f"{length} lines; the limit is {LONGEST_MODULE}")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                found.append(f"{node.name}: {length} lines; the limit is {LONGEST_FUNCTION}")
    return found


def is_named_for_nothing(module: Module) -> list[str]:
    words = set(module.name.split(".")[-1].split("_"))
    return [f"is named {word}" for word in words & SAY_NOTHING]


def swallows(module: Module) -> list[str]:
    """`except Exception: pass` hides what nobody thought of."""
    return [
        f"line {getattr(node, 'lineno', 0)}: swallows every exception"
        for node in ast.walk(module.tree)
        if _passes_over(node) or _suppresses(node)
    ]


def _passes_over(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.ExceptHandler)
        and _is_broad(node.type)
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    )


def _suppresses(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and called_name(node) == "suppress"
        and any(_is_broad(kind) for kind in node.args)
    )


def _is_broad(kind: ast.expr | None) -> bool:
    return kind is None or (
        isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException")
    )


def reads_environment(module: Module) -> list[str]:
    """Settings come from config.py alone."""
    if module.name in READ_ENVIRONMENT:
        return []
    return [
        f"line {node.lineno}: reads the environment"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    ]


def opens_at_import(module: Module) -> list[str]:
    """Importing the product opens no file and no connection."""
    return [
        f"line {node.lineno}: calls {called_name(node)} when it is imported"
        for node in at_import(module.tree)
        if isinstance(node, ast.Call) and called_name(node) in OPENING
    ]


def leaves_work(module: Module) -> list[str]:
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    lines = enumerate(module.source.splitlines(), 1)
    return [f"line {number}: {mark}" for number, line in lines for mark in marks if mark in line]


RULES = (
    breaks_order,
    knows_the_roof,
    knows_a_page,
    views_meet,
    nests_imports,
    imports_relatively,
    commits_below,
    is_too_long,
    is_named_for_nothing,
    swallows,
    reads_environment,
    opens_at_import,
    leaves_work,
)
