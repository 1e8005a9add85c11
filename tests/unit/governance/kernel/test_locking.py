"""A lock keeps its file open no longer than it is held or waited for."""

from pathlib import Path

from governance.kernel.locking import FileLock
from projections.engine.runtime import Runtime


def opened(path):
    """Count the files this process has open in a folder."""
    held = (each.readlink() for each in Path("/proc/self/fd").iterdir() if each.is_symlink())
    return sum(each.is_relative_to(path) for each in held)


def test_a_lock_that_is_given_back_leaves_no_file_open(tmp_path):
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    with one, one:
        assert opened(tmp_path) == 1
        assert not other.acquire(wait=False)
        assert opened(tmp_path) == 1
    assert opened(tmp_path) == 0
    with other:
        assert not one.acquire(wait=False)
    assert opened(tmp_path) == 0


def test_a_deployment_that_is_closed_leaves_no_file_open(sqlite_runtime):
    assert opened(sqlite_runtime.data) > 0
    sqlite_runtime.close()
    assert opened(sqlite_runtime.data) == 0


def test_deployments_opened_one_after_another_leave_none_either(tmp_path):
    for number in range(3):
        Runtime(tmp_path / str(number)).close()
    assert opened(tmp_path) == 0
