"""A leash: a process that ends when the one that started it ends, even by kill -9.

    python -m idealab.operations.leash PARENT COMMAND …

The kernel of Linux keeps it; elsewhere there is none, and the next start clears up.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
SUPERVISOR = "IDEALAB_SUPERVISOR"  # the process number of the supervisor, told to its children


def end_with_parent(parent: int | None, *, by: int = signal.SIGTERM) -> None:
    """Have the kernel send `by` to this process when `parent` is gone."""
    if sys.platform != "linux" or parent is None:
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(by))
    if os.getppid() != parent:  # it went before the kernel knew
        os.kill(os.getpid(), by)


def end_with_supervisor() -> None:
    """Leash this process if a supervisor started it."""
    if parent := os.environ.get(SUPERVISOR):
        end_with_parent(int(parent))


if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])
