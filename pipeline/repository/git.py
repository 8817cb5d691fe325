"""Questions to git; nothing here writes."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import CommandError, RepositoryError
from pipeline.process import run

# Containers often run as another user than the one who owns the checkout.
_GIT = ("git", "--no-optional-locks", "-c", "safe.directory=*", "-c", "core.fsmonitor=false")


def ask(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What `git <arguments>` prints in this folder; CommandError where git refuses."""
    return run((*_GIT, *arguments), root, stdin)


def _answer(root: Path, *arguments: str) -> str | None:
    """One line of git's, or None where git says no."""
    try:
        return ask(root, *arguments).decode(errors="replace").strip() or None
    except CommandError:
        return None


def is_repository(root: Path) -> bool:
    """Whether this folder lies in the work tree of a git repository."""
    return _answer(root, "rev-parse", "--is-inside-work-tree") == "true"


def commit_of(root: Path, revision: str) -> str:
    """Full id of the commit that a revision names; RepositoryError where there is none."""
    found = None if revision.startswith("-") else _answer(root, "rev-parse", "-q", "--verify", f"{revision}^{{commit}}")
    if found:
        return found
    hint = "; this clone is shallow: fetch more of its history" if _is_shallow(root) else ""
    raise RepositoryError(f"git knows no revision {revision!r} here{hint}")


def setting(root: Path, name: str) -> str | None:
    """What git is configured to, None where it is not."""
    return _answer(root, "config", "--get", name)


def _is_shallow(root: Path) -> bool:
    return _answer(root, "rev-parse", "--is-shallow-repository") == "true"


def parent_of(root: Path, commit: str) -> str | None:
    """First parent of a commit, None for the first commit of all."""
    return _answer(root, "rev-parse", "-q", "--verify", f"{commit}^1^{{commit}}")


def merge_base(root: Path, one: str, other: str) -> str | None:
    """Where two lines of history parted, None where git finds no common commit."""
    return _answer(root, "merge-base", one, other)


def newest_touching(root: Path, revision: str, paths: Iterable[str]) -> str | None:
    """Newest commit on the first-parent line that changed one of these paths."""
    return _answer(root, "log", "-1", "--first-parent", "--format=%H", revision, "--", *paths)


def default_branch(root: Path) -> str | None:
    """The ref of the default branch: what origin calls its HEAD, else a main or master that is there."""
    named = _answer(root, "symbolic-ref", "-q", "refs/remotes/origin/HEAD")
    candidates = (
        named,
        *(f"refs/{kind}/{name}" for kind in ("remotes/origin", "heads") for name in ("main", "master")),
    )
    return next((ref for ref in candidates if ref and _answer(root, "rev-parse", "-q", "--verify", ref)), None)


def current_branch(root: Path) -> str | None:
    """Full ref of the branch that is checked out, None where HEAD is detached."""
    return _answer(root, "symbolic-ref", "-q", "HEAD")


def listed(root: Path, commit: str) -> Iterator[tuple[str, str, str]]:
    """(path, mode, object id) of each file below this folder at a commit."""
    for line in ask(root, "ls-tree", "-r", "-z", commit).split(b"\0"):
        if line:
            head, _, path = line.partition(b"\t")
            mode, _, identity = head.decode().split(" ")
            yield _path(path), mode, identity


def indexed(root: Path) -> Iterator[tuple[str, str, str]]:
    """(path, mode, object id) of each file below this folder in the index; unmerged ones are left out."""
    for line in ask(root, "ls-files", "-s", "-z").split(b"\0"):
        if line:
            head, _, path = line.partition(b"\t")
            mode, identity, stage = head.decode().split(" ")
            if stage == "0":
                yield _path(path), mode, identity


def touched(root: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Files below these paths that differ from the index or are not in it, ignored ones too: Helm reads them."""
    answer = ask(root, "ls-files", "-z", "-m", "-o", "--", *paths)
    return tuple(sorted({_path(name) for name in answer.split(b"\0") if name}))


def blobs(root: Path, identities: Iterable[str]) -> dict[str, bytes]:
    """Content of objects by id, unfiltered; RepositoryError where one is missing."""
    wanted = sorted(set(identities))
    if not wanted:
        return {}
    answer = ask(root, "cat-file", "--batch", stdin="".join(f"{identity}\n" for identity in wanted).encode())
    found, position = {}, 0
    for identity in wanted:
        end = answer.index(b"\n", position)
        kind_and_size = answer[position:end].split(b" ")
        if len(kind_and_size) != 3:
            raise RepositoryError(f"git object {identity} is missing; the clone is not complete")
        start, size = end + 1, int(kind_and_size[2])
        found[identity] = answer[start : start + size]
        position = start + size + 1
    return found


def _path(raw: bytes) -> str:
    """Git's paths are bytes; what is not UTF-8 survives the way there and back."""
    return raw.decode("utf-8", "surrogateescape")
