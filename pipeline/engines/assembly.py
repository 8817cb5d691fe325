"""What Helm does with rendered files before it prints them: split, read the head, sort by kind, hooks last.

Facts: helm.sh/helm/v4 pkg/release/v1/util (manifest.go, manifest_sorter.go, kind_sorter.go), pkg/action (action.go).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename

from pipeline.engines.engine import Piece
from pipeline.engines.head import Head, read_head

# unicode.IsSpace of Go; Python's own idea of white space has four control characters more.
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_SEPARATOR = re.compile(r"(?:^|[\t\n\f\r ]*\n)---[\t\n\f\r ]*")
_HOOK = "helm.sh/hook"
_EVENTS = frozenset(
    ("pre-install", "post-install", "pre-delete", "post-delete", "pre-upgrade", "post-upgrade")
    + ("pre-rollback", "post-rollback", "test", "test-success")
)
INSTALL_ORDER = (
    "PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy",
    "PodDisruptionBudget", "ServiceAccount", "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume",
    "PersistentVolumeClaim", "CustomResourceDefinition", "ClusterRole", "ClusterRoleList", "ClusterRoleBinding",
    "ClusterRoleBindingList", "Role", "RoleList", "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod",
    "ReplicationController", "ReplicaSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob",
    "IngressClass", "Ingress", "APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
)  # fmt: skip
_RANK = {kind: rank for rank, kind in enumerate(INSTALL_ORDER)}


@dataclass(frozen=True, slots=True)
class _Document:
    piece: Piece
    head: Head


def assemble(files: Mapping[str, str], crds: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Rendered files by path become Helm's documents in Helm's order; RenderError for a document that is no YAML."""
    documents = [document for path in sorted(files) for document in _documents(path, files[path])]
    hooks = [document for document in documents if _HOOK in document.head.annotations]
    generic = [document for document in documents if _HOOK not in document.head.annotations]
    known = [document for document in hooks if _is_known(document.head.annotations[_HOOK])]
    return _trimmed((*crds, *_sorted(generic)), _sorted(known))


def _documents(path: str, content: str) -> Iterator[_Document]:
    if basename(path).startswith("_") or path.endswith("NOTES.txt"):
        return
    whole = content.lstrip(_SPACE)
    for text in _SEPARATOR.split(whole) if "---" in whole else (whole,):
        if text.strip(_SPACE):
            document = text.lstrip(_SPACE)
            yield _Document(Piece(path, document), read_head(path, document))


def _is_known(events: str) -> bool:
    """Helm leaves out a hook when one of its events is none that it knows."""
    return all(event.strip(_SPACE).lower() in _EVENTS for event in events.split(","))


def _sorted(documents: list[_Document]) -> tuple[Piece, ...]:
    """By kind in the order of installation; unknown kinds last, by name."""

    def rank(document: _Document) -> tuple[int, str]:
        kind = document.head.kind
        return (_RANK[kind], "") if kind in _RANK else (len(_RANK), kind)

    return tuple(document.piece for document in sorted(documents, key=rank))


def _trimmed(manifests: tuple[Piece, ...], hooks: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """`helm template` trims the stream of manifests as a whole before it prints the hooks."""
    if not manifests:
        return hooks
    last = manifests[-1]
    return (*manifests[:-1], Piece(last.source, last.text.rstrip(_SPACE)), *hooks)
