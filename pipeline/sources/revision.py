"""Charts from another git revision of the same repository."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from pipeline.repository.git import commit_of
from pipeline.repository.tree import Tree, commit_tree


def trees(root: Path) -> Callable[[str], Tree]:
    """A function from a revision to its tree, each listed once; RepositoryError where git knows no such revision."""

    @cache
    def by_commit(commit: str) -> Tree:
        return commit_tree(root, commit)

    @cache
    def by_revision(revision: str) -> Tree:
        return by_commit(commit_of(root, revision))

    return by_revision
