"""The files of one side: a commit, or the working tree with everything in it."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.errors import RepositoryError
from pipeline.repository import git

INPUTS = ("charts", "environments", "rendiff.yaml")
LINK = "120000"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. id: git's own id of its content; mode: git's ("100644", "100755", "120000" for a link)."""

    id: str
    mode: str


@dataclass(frozen=True, slots=True)
class Tree:
    """Files by path from the root, and how to read them (paths in, contents by path out)."""

    entries: Mapping[str, Entry]
    read: Callable[[Iterable[str]], dict[str, bytes]]


EMPTY = Tree({}, lambda _: {})


def loaded(tree: Tree, paths: Iterable[str]) -> Tree:
    """The same tree with the content of these files read at once: each question to git costs a process."""
    contents = tree.read(paths)

    def read(wanted: Iterable[str]) -> dict[str, bytes]:
        names = list(wanted)
        rest = [path for path in names if path not in contents]
        return {**{path: contents[path] for path in names if path in contents}, **(tree.read(rest) if rest else {})}

    return Tree(tree.entries, read)


def commit_tree(root: Path, commit: str) -> Tree:
    """The files below `root` at a commit."""
    entries = {path: Entry(identity, mode) for path, mode, identity in git.listed(root, commit)}
    return Tree(entries, partial(_read_objects, root, entries))


def working_tree(root: Path) -> Tree:
    """The files below `root` on disk; what git has not seen is hashed as git would, ignored files included."""
    entries = {path: Entry(identity, mode) for path, mode, identity in git.indexed(root)}
    changed = git.touched(root, INPUTS)
    algorithm = "sha256" if any(len(entry.id) == 64 for entry in entries.values()) else "sha1"
    for path in changed:
        entry = _entry_on_disk(root, path, algorithm)
        if entry:
            entries[path] = entry
        else:
            entries.pop(path, None)
    on_disk = frozenset(changed)
    return Tree(entries, partial(_read_either, root, entries, on_disk))


def folder_tree(root: Path) -> Tree:
    """The inputs below a folder that is in no git repository."""
    entries = {path: _entry_on_disk(root, path, "sha1") for path in _walked(root)}
    known = {path: entry for path, entry in entries.items() if entry}
    return Tree(known, partial(_read_either, root, known, frozenset(known)))


def dirty(root: Path, commit: str) -> bool:
    """Whether the inputs in the working tree differ from those of a commit."""
    head, now = commit_tree(root, commit).entries, working_tree(root).entries
    return _inputs(head) != _inputs(now)


def _inputs(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    return {path: entry for path, entry in entries.items() if path.split("/", 1)[0] in INPUTS}


def _walked(root: Path) -> Iterable[str]:
    for top in INPUTS:
        if (root / top).is_file():
            yield top
        for folder, _, names in os.walk(root / top):
            yield from (str((Path(folder) / name).relative_to(root)) for name in names)


def _content(root: Path, path: str) -> tuple[bytes, str] | None:
    """Bytes and mode of a file on disk, never through a link; None where there is no file."""
    full = root / path
    try:
        mode = full.lstat().st_mode
        if stat.S_ISLNK(mode):
            return os.fsencode(full.readlink()), LINK
        if not stat.S_ISREG(mode):
            return None
        return full.read_bytes(), "100755" if mode & stat.S_IXUSR else "100644"
    except (FileNotFoundError, NotADirectoryError):
        return None


def _entry_on_disk(root: Path, path: str, algorithm: str) -> Entry | None:
    content = _content(root, path)
    return Entry(_object_id(content[0], algorithm), content[1]) if content else None


def _object_id(data: bytes, algorithm: str) -> str:
    """Git's id of a blob: the hash of its kind, size and content (git-scm.com/book, Git Objects)."""
    return hashlib.new(algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _read_objects(root: Path, entries: Mapping[str, Entry], paths: Iterable[str]) -> dict[str, bytes]:
    wanted = list(paths)
    contents = git.blobs(root, (entries[path].id for path in wanted))
    return {path: contents[entries[path].id] for path in wanted}


def _read_either(
    root: Path, entries: Mapping[str, Entry], on_disk: frozenset[str], paths: Iterable[str]
) -> dict[str, bytes]:
    wanted = list(paths)
    found = _read_objects(root, entries, (path for path in wanted if path not in on_disk))
    for path in wanted:
        if path in on_disk:
            found[path] = _unmoved(root, path, entries[path])
    return found


def _unmoved(root: Path, path: str, entry: Entry) -> bytes:
    """What was hashed is what is read: a file that changes in between would make the answer a lie."""
    content = _content(root, path)
    algorithm = "sha256" if len(entry.id) == 64 else "sha1"
    if content is None or _object_id(content[0], algorithm) != entry.id:
        raise RepositoryError(f"{path} changed while it was being read; run again")
    return content[0]


def folder_file(root: Path, path: str) -> Tree:
    """One file below a folder as it is on disk, or nothing."""
    entry = _entry_on_disk(root, path, "sha1")
    known = {path: entry} if entry else {}
    return Tree(known, partial(_read_either, root, known, frozenset(known)))
