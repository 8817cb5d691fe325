"""Names of objects and namespaces as the API server accepts them (kubernetes.io/docs/concepts/overview/working-with-objects/names)."""

from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import minor, native
from pipeline.checks.kubernetes.forms import INITIAL, LABEL, SEGMENT, SUBDOMAIN, Form, shown
from pipeline.checks.kubernetes.jobs import completions_of
from pipeline.checks.rule import ERROR, MUST, WARNING, objects
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.release import Release
from pipeline.manifests.reading import text
from pipeline.schemas.scope import is_cluster_scoped

_RBAC: Final = "rbac.authorization.k8s.io"
_FORMS: Final[Mapping[tuple[str, str], Form]] = {
    ("", "Namespace"): LABEL,
    ("", "Service"): LABEL,
    ("apps", "StatefulSet"): LABEL,
    ("policy", "PodDisruptionBudget"): SEGMENT,
    **{(_RBAC, kind): SEGMENT for kind in ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")},
}
_KEPT: Final = 58  # characters of generateName that are kept in the name
_RELAXED_SERVICES: Final = 36  # the minor version since which the name of a Service may begin with a digit
_JOB: Final = 63  # the name becomes the value of a label
_CRON_JOB: Final = 52  # its Jobs are named after it, with eleven characters more
_STATEFUL_SET: Final = 52  # the label controller-revision-hash has the name and eleven characters more


@objects("K8S101", MUST, ERROR, "none")
def well_formed_name(one: Manifest, release: Release) -> Iterator[Hit]:
    """Names have the form that the kind asks for."""
    given, prefix = one.metadata.get("name"), one.metadata.get("generateName")
    if not given and not prefix:
        yield one.hit("/metadata/name", f"{one.kind or 'object'} has no name")
        return
    form = _FORMS.get((one.group, one.kind), SUBDOMAIN)
    if form is LABEL and one.kind == "Service" and minor(release) < _RELAXED_SERVICES:
        form = INITIAL
    if isinstance(given, str) and given and not form.fits(given):
        yield one.hit("/metadata/name", f"name {form.complaint(given)}")
    if isinstance(prefix, str) and prefix and not _begins_name(prefix, form):
        yield one.hit("/metadata/generateName", f"generateName {form.complaint(prefix)}")


def _begins_name(prefix: str, form: Form) -> bool:
    """Whether what the server adds makes a name of it; so it may end in a hyphen, for which the server looks at it like this."""
    masked = f"{prefix[:-2]}a" if prefix[1:].endswith("-") else prefix
    return form.fits(masked) and form.fits(f"{prefix[:_KEPT]}x")


@objects("K8S102", MUST, ERROR, "none")
def well_formed_namespace(one: Manifest, release: Release) -> Iterator[Hit]:
    """Namespaces have the form of a DNS label."""
    if one.namespace and not LABEL.fits(one.namespace) and not is_cluster_scoped(one.group, one.kind):
        yield one.hit("/metadata/namespace", f"namespace {LABEL.complaint(one.namespace)}")


@objects("K8S103", MUST, ERROR, "none", "Job", "CronJob", "StatefulSet", "PriorityClass")
def name_for_what_is_derived(one: Manifest, release: Release) -> Iterator[Hit]:
    """Names leave room for what is derived from them, and are not reserved."""
    if not native(one) or not one.name:
        return
    path, length = "/metadata/name", len(one.name)
    if one.kind == "CronJob" and length > _CRON_JOB:
        yield one.hit(
            path, f"name {shown(one.name)} of a CronJob has {length} characters, at most {_CRON_JOB} are allowed"
        )
    elif one.kind == "Job":
        yield from _job(one, length)
    elif one.kind == "StatefulSet" and _STATEFUL_SET < length <= LABEL.longest:
        room = f"at most {_STATEFUL_SET} leave room for what is added in a label"
        message = f"name {shown(one.name)} has {length} characters, so no pod can be created: {room}"
        yield one.hit(path, message, WARNING)
    elif one.kind == "PriorityClass" and one.name.startswith("system-"):
        yield one.hit(path, f"name {shown(one.name)} begins with 'system-', which is reserved for Kubernetes itself")


def _job(one: Manifest, length: int) -> Iterator[Hit]:
    completions = completions_of(one.spec)
    if length > _JOB:
        yield one.hit(
            "/metadata/name", f"name {shown(one.name)} of a Job has {length} characters, at most {_JOB} are allowed"
        )
    elif text(one.spec.get("completionMode")) == "Indexed" and completions and completions > 0:
        hostname = f"{one.name}-{completions - 1}"
        if not LABEL.fits(hostname) and SUBDOMAIN.fits(one.name):
            yield one.hit(
                "/metadata/name", f"hostname {LABEL.complaint(hostname)}; pods of an Indexed Job are named like this"
            )
