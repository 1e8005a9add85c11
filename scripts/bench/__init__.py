"""Measurements: each prints one JSON object with the machine, the sizes and its own baseline."""

import os
import platform
import resource
import sqlite3
import sys
from pathlib import Path
from typing import Any


def machine() -> dict[str, Any]:
    """Give what the figures were measured on."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def peak_mb() -> int:
    """Give the most memory this process has held, in megabytes."""
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def peak_of_mb(process: int) -> int | None:
    """Give the most memory a process has held, in megabytes; None where the system does not say."""
    try:
        said = Path(f"/proc/{process}/status").read_text("ascii")
    except OSError:
        return None
    return int(said.partition("VmHWM:")[2].split()[0]) // 1024
