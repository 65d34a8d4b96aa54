"""Become a tool that cannot outlive us: `python leash.py PARENT MEMORY OUTPUT COMMAND ARG…`.

A tiny program of its own because the calls must happen between fork and exec, and Python code
there is unsafe in a process with threads. It asks the kernel to kill the tool when the worker
dies, sets its limits and then turns into it (same process id).
"""

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Put on the limits and become the command."""
    parent, memory, output = (int(word) for word in sys.argv[1:4])
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the kernel knew what to do
            sys.exit(137)
    # Data, not address space: threads reserve far more addresses than they ever use.
    for limit, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        capped = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (capped, capped))
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606 - no shell is the point


if __name__ == "__main__":
    main()
