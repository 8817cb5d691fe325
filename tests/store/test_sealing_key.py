"""The key that seals secrets is made once and is nobody else's."""

from multiprocessing import get_context
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.store.sealing_key import sealing_key


def test_it_is_made_once(tmp_path: Path) -> None:
    first = sealing_key({}, tmp_path)
    assert len(first) == 32
    assert sealing_key({}, tmp_path) == first
    assert (tmp_path / "rendiff" / "sealing-key").stat().st_mode & 0o777 == 0o600


def test_jobs_that_share_a_cache_share_a_key(tmp_path: Path) -> None:
    assert sealing_key({"RENDIFF_SEALING_KEY": "x"}, tmp_path) == sealing_key(
        {"RENDIFF_SEALING_KEY": "x"}, tmp_path / "other"
    )
    assert not any(tmp_path.iterdir())


def test_runs_that_begin_together_agree(tmp_path: Path) -> None:
    with get_context("spawn").Pool(4) as pool:
        assert len(set(pool.starmap(sealing_key, [({}, tmp_path)] * 12))) == 1


def test_a_damaged_key_is_not_used(tmp_path: Path) -> None:
    sealing_key({}, tmp_path)
    (tmp_path / "rendiff" / "sealing-key").write_bytes(b"short")
    assert len(sealing_key({}, tmp_path)) == 32


def test_a_key_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "rendiff" / "sealing-key").mkdir(parents=True)
    with pytest.raises(PipelineError, match="cannot be read"):
        sealing_key({}, tmp_path)
