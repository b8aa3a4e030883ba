"""Run by Alembic. The connection is handed over by idealab/operations/migrating.py."""

from alembic import context

from idealab.lib.db import Model

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Model.metadata,
    compare_type=True,
    transactional_ddl=True,  # SQLite as well: each transaction is begun by hand (lib/db.py)
)
with context.begin_transaction():
    context.run_migrations()
