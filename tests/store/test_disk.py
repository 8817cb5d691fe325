"""The cache is safe against two writers, a killed writer, and files that are not its own."""

import os
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from pipeline.store.disk import Store

ADDRESS = "ab" + "c" * 62


def _entry(store: Store) -> Path:
    (found,) = [path for path in (store.root or Path()).rglob("*") if path.is_file()]
    return found


def test_what_is_put_is_got(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.get(ADDRESS) is None
    store.put(ADDRESS, b"content")
    assert store.get(ADDRESS) == b"content"


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:-1], lambda data: b"", lambda data: b"foreign", lambda data: data[:40] + b"x" + data[41:]],
)
def test_a_damaged_entry_is_dropped_and_can_be_made_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    store = Store(tmp_path)
    store.put(ADDRESS, b"content" * 10)
    entry = _entry(store)
    entry.write_bytes(damage(entry.read_bytes()))
    assert store.get(ADDRESS) is None
    assert not entry.exists()
    store.put(ADDRESS, b"again")
    assert store.get(ADDRESS) == b"again"


def _write_often(root: Path, letter: str) -> None:
    for _ in range(200):
        Store(root).put(ADDRESS, letter.encode() * 50_000)


def test_two_writers_leave_one_whole_entry(tmp_path: Path) -> None:
    context = get_context("spawn")
    writers = [context.Process(target=_write_often, args=(tmp_path, letter)) for letter in "xy"]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        content = Store(tmp_path).get(ADDRESS)
        if content:
            seen.add((len(content), len(set(content))))
    for writer in writers:
        writer.join()
    assert seen <= {(50_000, 1)}
    assert len(Store(tmp_path).get(ADDRESS) or b"") == 50_000


def test_a_writer_that_is_killed_leaves_nothing_that_counts(tmp_path: Path) -> None:
    context = get_context("spawn")
    writer = context.Process(target=_write_often, args=(tmp_path, "z"))
    writer.start()
    while not any(tmp_path.rglob("*")):
        pass
    writer.kill()
    writer.join()
    content = Store(tmp_path).get(ADDRESS)
    assert content is None or content == b"z" * 50_000


def test_the_oldest_go_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for index, letter in enumerate("abc"):
        store.put(letter * 64, b"x" * 1000)
        path = next(path for path in tmp_path.rglob(letter * 62))
        os.utime(path, (index, index))
    store.get("a" * 64)
    assert store.prune(2200) > 0
    assert [store.get(letter * 64) is not None for letter in "abc"] == [True, False, True]
    assert store.statistics().entries == 2
    assert store.clear() == 2
    assert store.statistics() == Store(None).statistics()


def test_trouble_with_the_disk_is_no_trouble_of_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    store = Store(tmp_path / "file")
    store.put(ADDRESS, b"content")
    assert store.get(ADDRESS) is None


def test_entries_are_for_their_owner_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "new")
    store.put(ADDRESS, b"content")
    assert _entry(store).stat().st_mode & 0o077 == 0
