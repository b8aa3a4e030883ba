"""How transactions begin."""

import threading

from sqlalchemy import update

from idealab.accounts.models import User
from idealab.lib.db import db, reading, writing


def rename(app, user_id, name):
    with app.app_context():
        db.session.execute(update(User).filter_by(id=user_id).values(name=name))
        db.session.commit()


def test_a_long_reader_writes_in_between_although_others_wrote(app, ana, bruno):
    ana_id, bruno_id = ana.id, bruno.id
    db.session.rollback()
    with reading():
        assert db.session.get(User, ana_id)
        other = threading.Thread(target=rename, args=(app, bruno_id, "Bruna"))
        other.start()
        other.join()

        db.session.rollback()
        with writing():
            rename(app, ana_id, "Anna")

    assert {user.name for user in db.session.query(User)} == {"Anna", "Bruna"}
