"""The two sides of a run: which revisions they are, and their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import RepositoryError
from pipeline.model.report import Revision
from pipeline.repository import git
from pipeline.repository.tree import EMPTY, INPUTS, Tree, commit_tree, dirty, folder_tree, working_tree

_ZEROS = "0" * 40


@dataclass(frozen=True, slots=True)
class Side:
    """One revision of the repository. name: "base" or "head"."""

    name: str
    revision: Revision
    tree: Tree


def find_root(folder: Path) -> Path:
    """The nearest folder, upwards, that holds environments/; RepositoryError where there is none."""
    for candidate in (folder, *folder.parents):
        if (candidate / "environments").is_dir():
            return candidate
    raise RepositoryError(
        f"there is no environments/ in {folder} or above it; rendiff works on a repository that has one"
    )


def head_side(root: Path, revision: str | None) -> Side:
    """A revision, or the working tree with everything in it where none is named."""
    if revision is not None:
        commit = git.commit_of(root, revision)
        return Side("head", Revision("git", revision, commit), commit_tree(root, commit))
    if not git.is_repository(root):
        return Side("head", Revision("files", str(root)), folder_tree(root))
    try:
        commit = git.commit_of(root, "HEAD")
    except RepositoryError:
        return Side("head", Revision("git", "working tree", "", True), working_tree(root))
    return Side("head", Revision("git", "working tree", commit, dirty(root, commit)), working_tree(root))


def base_side(root: Path, revision: str | None, head: Revision, variables: Mapping[str, str]) -> Side:
    """What the head is compared with; the empty tree where there is nothing before it."""
    if not git.is_repository(root):
        raise RepositoryError(f"{root} is in no git repository, so there is nothing to compare with")
    chosen = revision if revision is not None else default_base(root, head, variables)
    if chosen is None:
        return Side("base", Revision("empty", "nothing"), EMPTY)
    commit = git.commit_of(root, chosen)
    return Side("base", Revision("git", chosen, commit), commit_tree(root, commit))


def default_base(root: Path, head: Revision, variables: Mapping[str, str]) -> str | None:
    """The base where none is named: in a merge request what GitLab says, else from the default branch.

    On a branch it is where the branch left the default branch. On the default branch itself it is HEAD for a working
    tree that differs from it, else the parent of the newest commit that touched charts or environments.
    """
    if given := _merge_request_base(variables):
        return given
    if not head.commit:
        return None
    default = git.default_branch(root)
    if default and not _is_on(root, default, head.commit):
        if base := git.merge_base(root, default, head.commit):
            return base
        raise RepositoryError(f"git finds no common commit with {default}; fetch more history or name one with --base")
    if head.dirty:
        return head.commit
    newest = git.newest_touching(root, head.commit, INPUTS)
    return git.parent_of(root, newest) if newest else None


def _is_on(root: Path, default: str, commit: str) -> bool:
    """Whether a commit is the tip of the default branch, here or at origin, or an ancestor of it."""
    if git.current_branch(root) == f"refs/heads/{default.rsplit('/', 1)[-1]}":
        return True
    return git.merge_base(root, default, commit) == commit


def _merge_request_base(variables: Mapping[str, str]) -> str | None:
    """GitLab's predefined variables of merge request pipelines (docs.gitlab.com/ci/variables/predefined_variables).

    The merge base is right for a pipeline of the source branch only; for merged results it would show what others
    have merged meanwhile, so there the tip of the target branch counts.
    """
    if "CI_MERGE_REQUEST_IID" not in variables:
        return None
    merged = variables.get("CI_MERGE_REQUEST_EVENT_TYPE") in ("merged_result", "merge_train")
    target = variables.get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA") if merged else None
    given = target or variables.get("CI_MERGE_REQUEST_DIFF_BASE_SHA")
    return given if given and given != _ZEROS else None
