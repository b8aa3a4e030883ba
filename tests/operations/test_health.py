from fakeredis import FakeStrictRedis

from idealab.lib import db, storage
from idealab.lib.queue import connect
from idealab.operations import health
from tests.lib.rim import site


def watched(folder, **settings):
    """A browser on a site of its own, whose parts a test may take away."""
    given = {
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/ideas.db",
        "STORAGE_URL": str(folder / "uploads"),
        "REDIS": FakeStrictRedis(),
    }
    app = site(folder, **(given | settings))
    db.init_app(app)
    storage.init_app(app)
    app.register_blueprint(health.bp)
    return app.test_client()


def test_a_site_that_breathes_says_so_without_its_database(tmp_path):
    (tmp_path / "not-a-database").mkdir()
    client = watched(tmp_path, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/not-a-database")

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json == {"status": "ok"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_site_with_all_its_parts_is_ready(tmp_path):
    answer = watched(tmp_path).get("/readyz")

    assert answer.status_code == 200
    assert answer.json["status"] == "ready"
    assert set(answer.json["checks"]) == {"database", "queue", "storage"}
    assert all(check["ok"] and check["ms"] >= 0 for check in answer.json["checks"].values())


def test_a_site_without_its_queue_stays_in_service(tmp_path):
    client = watched(tmp_path, REDIS=connect("redis://127.0.0.1:1/0"))

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json["status"] == "degraded"
    assert answer.json["checks"]["queue"]["ok"] is False


def test_a_site_without_its_database_is_taken_out_of_service(tmp_path):
    (tmp_path / "not-a-database").mkdir()
    client = watched(tmp_path, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/not-a-database")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["status"] == "away"
    assert answer.json["checks"]["database"]["ok"] is False


def test_a_site_without_its_storage_is_taken_out_of_service(tmp_path):
    (tmp_path / "a-file").touch()
    client = watched(tmp_path, STORAGE_URL=str(tmp_path / "a-file" / "uploads"))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["checks"]["storage"]["ok"] is False


def test_what_is_wrong_inside_is_not_told_to_the_public(tmp_path):
    (tmp_path / "not-a-database").mkdir()
    client = watched(tmp_path, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/not-a-database")

    assert str(tmp_path) not in client.get("/readyz").text
