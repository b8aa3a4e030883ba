"""The architecture, kept by a machine: who may import whom, and what a file may hold."""

import pytest

from tests.guards import rules
from tests.guards.modules import ORDER, ROOT, Module, product

PRODUCT = product()
FEATURES = [module for module in PRODUCT if module.name.count(".") == 1 and module.feature]
OPENERS = [module for module in FEATURES if (ROOT / module.name.replace(".", "/")).is_dir()]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_product_keeps_the_rule(rule):
    breaches = [f"{module.name}: {breach}" for module in PRODUCT for breach in rule(module)]

    assert not breaches, "\n".join(["", *breaches])


@pytest.mark.parametrize("module", OPENERS, ids=lambda module: module.name)
def test_a_feature_opens_with_one_sentence_and_no_code(module):
    assert rules.opens_with_code(module) == []


def test_every_folder_of_the_product_has_its_place_in_the_order():
    folders = {path.parent.name for path in (ROOT / "idealab").glob("*/__init__.py")}

    assert folders <= set(ORDER)


BREACHES = [
    (rules.breaks_order, "idealab.lib.db", "from idealab.ideas.models import Idea"),
    (rules.breaks_order, "idealab.ideas.models", "from idealab.voting import voting"),
    (rules.breaks_order, "idealab.media.jobs", "import idealab.accounts.models"),
    (rules.breaks_order, "idealab.ideas.submitting", "from idealab import sketches"),
    (rules.knows_the_roof, "idealab.ideas.models", "from idealab.wiring import connect"),
    (rules.knows_a_page, "idealab.voting.voting", "from flask import request"),
    (rules.knows_a_page, "idealab.voting.voting", "from flask_login import current_user"),
    (rules.knows_a_page, "idealab.voting.jobs", "from flask import session, current_app"),
    (rules.knows_a_page, "idealab.ideas.submitting", "from idealab.ideas.forms import IdeaForm"),
    (rules.knows_a_page, "idealab.ideas.submitting", "import wtforms"),
    (rules.knows_a_page, "idealab.ideas.submitting", "from idealab.lib.clock import now"),
    (rules.views_meet, "idealab.ideas.views", "from idealab.comments import views"),
    (rules.views_meet, "idealab.ideas.wall_views", "from idealab.ideas.views import bp"),
    (rules.nests_imports, "idealab.lib.db", "def late():\n    import json"),
    (rules.nests_imports, "idealab.lib.db", "if True:\n    import json"),
    (rules.imports_relatively, "idealab.lib.db", "from . import queue"),
    (rules.commits_below, "idealab.voting.voting", "def f():\n    db.session.commit()"),
    (rules.opens_with_code, "idealab.voting", '"""A sentence."""\nx = 1'),
    (rules.opens_with_code, "idealab.voting", ""),
    (rules.is_too_long, "idealab.lib.db", "x = 1\n" * 401),
    (rules.is_too_long, "idealab.lib.db", "def f():\n" + "    x = 1\n" * 50),
    (rules.is_named_for_nothing, "idealab.ideas.utils", ""),
    (rules.is_named_for_nothing, "idealab.ideas.card_helpers", ""),
    (rules.swallows, "idealab.lib.db", "try:\n    f()\nexcept Exception:\n    pass"),
    (rules.swallows, "idealab.lib.db", "try:\n    f()\nexcept:\n    pass"),
    (rules.swallows, "idealab.lib.db", "with suppress(Exception):\n    f()"),
    (rules.reads_environment, "idealab.lib.db", "import os\nx = os.environ['HOME']"),
    (rules.opens_at_import, "idealab.lib.db", "text = Path('x').read_text()"),
    (rules.opens_at_import, "idealab.lib.db", "class A:\n    file = open('x')"),
    (rules.opens_at_import, "idealab.lib.db", "def f(x=open('x')): pass"),
    (rules.leaves_work, "idealab.lib.db", "# TO" + "DO: later"),
]


@pytest.mark.parametrize(("rule", "name", "source"), BREACHES)
def test_the_rule_bites(rule, name, source):
    assert rule(Module(name, source)) != []


KEPT = [
    (rules.breaks_order, "idealab.voting.voting", "from idealab.ideas.models import Idea"),
    (rules.breaks_order, "idealab.ideas.views", "from idealab.voting.queries import votes"),
    (rules.knows_a_page, "idealab.ideas.views", "from flask import request"),
    (rules.knows_a_page, "idealab.voting.jobs", "from idealab.lib.clock import now"),
    (rules.views_meet, "idealab.ideas.views", "from idealab.ideas.forms import IdeaForm"),
    (rules.commits_below, "idealab.voting.jobs", "def f():\n    db.session.commit()"),
    (rules.commits_below, "idealab.voting.views", "def f():\n    db.session.commit()"),
    (rules.swallows, "idealab.lib.db", "try:\n    f()\nexcept KeyError:\n    pass"),
    (rules.opens_at_import, "idealab.lib.db", "def f():\n    return open('x')"),
    (rules.opens_at_import, "idealab.lib.db", "f = lambda: open('x')"),
]


@pytest.mark.parametrize(("rule", "name", "source"), KEPT)
def test_the_rule_leaves_good_code_alone(rule, name, source):
    assert rule(Module(name, source)) == []
