from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idealab.lib.db import BigId, CreatedAt, Model, PrimaryKey, UTCDateTime


class ImportRun(Model):
    """One reading of a package. The cursor is committed with each batch, so that a run that was
    killed goes on where it stopped."""

    __tablename__ = "import_runs"

    id: Mapped[PrimaryKey]
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    package: Mapped[str] = mapped_column(index=True)  # the id in its manifest
    fingerprint: Mapped[str]  # of the manifest: another content is another run
    cursor_file: Mapped[str | None]
    cursor_line: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # by kind of record
    manifest: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # without its files
    is_fresh: Mapped[bool] = mapped_column(default=False)  # the first of its package


class SourceKey(Model):
    """Which row a record of a package became. `line` is its canonical form: a record whose line is
    the same is left alone, and an unchanged row is exported as exactly this line."""

    __tablename__ = "source_keys"
    __table_args__ = (
        UniqueConstraint("package", "kind", "source_id"),
        Index("ix_source_keys_kind_own_id", "kind", "own_id"),
    )

    id: Mapped[PrimaryKey]
    package: Mapped[str]
    kind: Mapped[str]
    source_id: Mapped[str]  # the record's id, or its natural key joined by "|"
    own_id: Mapped[int | None] = mapped_column(BigId)  # None: kept, though no row stands for it
    line: Mapped[str] = mapped_column(Text)
