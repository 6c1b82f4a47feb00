"""What the machine has: cores and memory that this process may use, and what it is called."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from pathlib import Path

import msgspec

MiB = 1024 * 1024
WORKER_MEMORY = 1024 * MiB
"""Bytes that a worker is reckoned to need at most: twice what was seen of either of our models."""
_CGROUP = Path("/sys/fs/cgroup")


class Machine(msgspec.Struct, frozen=True):
    """For the manifest: where a session ran. Memory in bytes, None where the system does not tell."""

    host: str
    system: str
    processor: str
    cores: int
    memory: int | None


def this_machine() -> Machine:
    """The machine under us."""
    return Machine(platform.node(), platform.platform(), _processor(), cores(), memory_free())


def default_jobs() -> int:
    """As many workers as there are cores for them and memory: at least one."""
    free = memory_free()
    return max(1, min(cores(), free // WORKER_MEMORY if free is not None else cores()))


def cores() -> int:
    """The cores that this process may run on; less where its control group may use less."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        count = os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        quota, period = (_CGROUP / "cpu.max").read_text().split()
        if quota != "max":
            count = min(count, max(1, int(quota) // int(period)))
    return count


def memory_free() -> int | None:
    """Bytes of memory to be had: the machine's, or what is left to the control group where that is less."""
    free: list[int] = []
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        free.append(1024 * next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")))
    with contextlib.suppress(OSError, ValueError):
        limit = (_CGROUP / "memory.max").read_text().strip()
        if limit != "max":
            free.append(max(0, int(limit) - int((_CGROUP / "memory.current").read_text())))
    return min(free) if free else None


def memory_used() -> int:
    """Bytes of memory that this process holds now; the most it ever held where the system tells no more."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _processor() -> str:
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return platform.processor() or platform.machine()
