"""The product on campaigns of several sizes, running beside each other."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import databases
from benchmarks.serving import Server, site


@contextmanager
def sites(
    kind: str, sizes: Sequence[int], home: Path, *, semantic: bool = False
) -> Iterator[dict[int, Server]]:
    """By number of ideas, each on a database of `kind` ("sqlite" or "postgresql") of its own;
    `semantic` ones find similar ideas by meaning, too."""
    with ExitStack() as running:
        server = running.enter_context(databases.postgresql_server()) if kind != "sqlite" else ""
        found = {}
        for ideas in sizes:
            folder = home / str(ideas)
            folder.mkdir()
            if server:
                url = databases.postgresql(server, folder, ideas)
                process = databases.server_process(server)
            else:
                url, process = databases.sqlite(folder, ideas), None
            found[ideas] = running.enter_context(
                site(url, folder, database_process=process, semantic=semantic)
            )
        yield found
