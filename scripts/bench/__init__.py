"""Measurements: each prints one JSON object with the machine, the sizes and its own baseline."""

import os
import platform
import resource
import sqlite3
import sys
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
