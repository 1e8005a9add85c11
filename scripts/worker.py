"""The heartbeat: one worker of a deployment does what is due; a second one waits for its turn."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC

import sqlalchemy as sa
from apscheduler.schedulers.background import BackgroundScheduler

from governance.kernel.locking import FileLock
from projections.engine.runtime import Runtime
from projections.engine.trouble import met_in
from scripts import jobs
from web.frame.journal import keep_discreet, kind

log = logging.getLogger(__name__)
Job = Callable[[Runtime], int]

# Seconds between two runs; what is due is computed anew each time.
EVERY: dict[Job, int] = {
    jobs.prepare_meetings: 300,
    jobs.chase: 300,
    jobs.tell_failures: 300,
    jobs.fold_back: 60,
    jobs.keep_snapshots: 3600,
    jobs.drop_old_rows: 3600,
    jobs.sweep_uploads: 3600,
}
LOCK = 0x67657969  # "geyi", the number of the lock in PostgreSQL


class Turn:
    """Whose turn it is: taken once, kept until given back or until the process ends."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._guard = threading.Lock()
        self._file = FileLock(runtime.data / "worker.lock")
        self._connection: sa.Connection | None = None
        self._mine = False

    def mine(self) -> bool:
        """Whether it is ours; takes it when it is free."""
        with self._guard:
            if self._runtime.database_url:
                return self._ask_database()
            self._mine = self._mine or self._file.acquire(wait=False)
            return self._mine

    def give_back(self) -> None:
        """Let another one have it."""
        with self._guard:
            self._mine = False
            self._file.close()
            self._file = FileLock(self._file.path)
            if self._connection:
                self._connection.invalidate()
                self._connection.close()
                self._connection = None

    def _ask_database(self) -> bool:
        """Ask at every beat: the lock is gone with its connection, and a new one may have it."""
        try:
            if self._connection is None:
                self._connection = self._runtime.engines["access"].connect()
                self._connection = self._connection.execution_options(isolation_level="AUTOCOMMIT")
            query = sa.select(sa.func.pg_try_advisory_lock(LOCK))
            return bool(self._connection.execute(query).scalar())
        except sa.exc.DBAPIError:
            self._connection = None
            return False


class Worker:
    """Runs the jobs of a deployment in the background from `start` to `stop`."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.turn = Turn(runtime)
        self._scheduler = BackgroundScheduler(timezone=UTC)
        for job, seconds in EVERY.items():
            self._scheduler.add_job(
                self.beat,
                "interval",
                args=[job],
                seconds=seconds,
                next_run_time=runtime.clock(),
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
                id=job.__name__,
            )

    def start(self) -> None:
        """Begin; every job runs at once, then in its interval."""
        keep_discreet()
        self._scheduler.start()

    def beat(self, job: Job) -> int:
        """Run one job if it is our turn; give how many events came of it."""
        try:
            return job(self.runtime) if self.turn.mine() else 0
        except Exception as error:
            if (found := met_in(error)) is None:
                raise
            log.error("%s: %s: %s", job.__name__, found[0].value, kind(found[1]))  # noqa: TRY400
            return 0  # what is due is found anew at the next beat

    def stop(self) -> None:
        """Finish what is being done and let another worker have its turn."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self.turn.give_back()
