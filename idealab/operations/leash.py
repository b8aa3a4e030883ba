"""A leash: a process that ends when the one that started it ends, even by kill -9.

    python leash.py PARENT LOCK COMMAND …

runs COMMAND on the leash of the process PARENT, once nobody else holds the file LOCK. The kernel
of Linux keeps the leash; elsewhere there is none. This file is run by its path, as it must start
at once: it imports nothing of ours.
"""

import ctypes
import fcntl
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
SUPERVISOR = "IDEALAB_SUPERVISOR"  # the process number of the supervisor, told to its children


def end_with_parent(parent: int, *, by: int = signal.SIGTERM) -> None:
    """Have the kernel send the signal `by` to this process when `parent` is gone."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(by))
    if os.getppid() != parent:  # it went before the kernel knew
        os.kill(os.getpid(), by)


def end_with_supervisor() -> None:
    """Leash this process if a supervisor started it."""
    parent = os.environ.pop(SUPERVISOR, "")
    if parent:
        end_with_parent(int(parent))


def leashed(parent: int, lock: str, command: list[str]) -> list[str]:
    return [sys.executable, "-I", __file__, str(parent), lock, *command]


def _run(parent: str, lock: str, *command: str) -> None:
    end_with_parent(int(parent))
    held = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(held, fcntl.LOCK_EX)
    os.set_inheritable(held, True)  # the lock lives as long as the command and its children
    os.execv(command[0], command)


if __name__ == "__main__":
    _run(*sys.argv[1:])
