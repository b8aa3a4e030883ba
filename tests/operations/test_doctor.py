import pytest

from idealab.ideas.jobs import make_vectors
from idealab.lib import assets, db, meaning, storage
from idealab.lib.queue import connect
from idealab.operations.cli import COMMANDS
from idealab.operations.doctor import OK, WARNING, WRONG, doctor, examine
from idealab.operations.migrating import upgrade
from tests import make
from tests.lib.rim import site


@pytest.fixture
def house(tmp_path):
    """An installation of its own; `house(PORT=…)` stands in its app context."""

    def build(**settings):
        given = {
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/ideas.db",
            "STORAGE_URL": str(tmp_path / "uploads"),
            "REDIS": connect("redis://127.0.0.1:1/0"),
            "SECRET_KEY": "a secret of more than thirty-two letters",
            "HOST": "127.0.0.1",
        }
        app = site(tmp_path, **(given | settings))
        db.init_app(app)
        storage.init_app(app)
        meaning.init_app(app)
        assets.init_app(app)
        return app

    return build


def states(app):
    with app.app_context():
        return {finding.about: finding for finding in examine()}


def test_a_new_installation_is_told_to_make_its_tables(house):
    found = states(house())

    assert found["tables"].state == WRONG
    assert "idealab migrate" in found["tables"].words
    assert found["database"].state == found["journal"].state == found["storage"].state == OK


def test_a_queue_that_is_away_is_a_warning_and_no_crash(house):
    found = states(house())

    assert found["queue"].state == WARNING
    assert "pictures and mails wait" in found["queue"].words


def test_a_public_site_without_an_imprint_is_told(house):
    assert "imprint" not in states(house())

    with house(PUBLIC_URL="https://ideas.example.org").app_context() as context:
        upgrade()
        found = states(context.app)["imprint"]

    assert found.state == WARNING
    assert "/staff/pages" in found.words


def test_a_database_that_is_away_is_told_in_one_line(house, tmp_path):
    (tmp_path / "folder").mkdir()

    found = states(house(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/folder"))

    assert found["database"].state == WRONG
    assert "\n" not in found["database"].words


def test_a_site_that_others_reach_needs_its_public_address(house):
    open_without = states(house(HOST="0.0.0.0"))
    open_with = states(house(HOST="0.0.0.0", PUBLIC_URL="https://ideas.example.org"))

    assert open_without["address"].state == WRONG
    assert open_with["address"].state == OK


def test_a_mail_server_that_does_not_answer_is_found(house):
    found = states(house(SMTP_URL="smtp://ana:very-secret@127.0.0.1:1"))

    assert found["mail"].state == WRONG
    assert "very-secret" not in found["mail"].words


def test_a_secret_that_others_can_read_is_wrong(house, tmp_path):
    app = house()
    (tmp_path / "secret.key").write_text("x" * 40)
    (tmp_path / "secret.key").chmod(0o644)

    assert states(app)["secret"].state == WRONG


def test_passwords_of_parts_are_never_printed(house):
    found = states(house(REDIS_URL="redis://queue:very-secret@127.0.0.1:1/0"))

    assert all("very-secret" not in finding.words for finding in found.values())


def test_something_wrong_ends_with_one(house):
    app = house()

    with app.app_context():
        outcome = app.test_cli_runner().invoke(doctor)

    assert outcome.exit_code == 1
    assert "wrong" in outcome.output


def test_the_operator_has_these_commands():
    assert {"doctor", "jobs", "migrate", "recount"} <= {command.name for command in COMMANDS}


def test_it_tells_whether_similar_ideas_are_found_by_meaning(house):
    with house().app_context() as context:
        upgrade()
        found = states(context.app)["meaning"]

    assert (found.state, found.words.startswith("is off")) == (OK, True)


def test_it_tells_how_many_ideas_wait_for_a_vector(app, ana, few_words):
    make.idea(ana)
    assert "Waiting for a vector: 1 ideas." in states(app)["meaning"].words

    make_vectors()

    assert "Waiting" not in states(app)["meaning"].words


def test_a_model_that_does_not_run_is_told_with_what_to_do(app):
    def break_down():
        raise OSError("no engine")

    app.extensions["meaning"] = break_down
    found = states(app)["meaning"]
    app.extensions["meaning"] = None

    assert found.state == WRONG
    assert "no engine" in found.words
