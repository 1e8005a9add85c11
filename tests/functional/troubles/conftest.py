"""Two doors and a worker, as for visits."""

from tests.functional.visits.conftest import doors, worker

__all__ = ["doors", "worker"]
