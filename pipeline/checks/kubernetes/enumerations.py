"""Fields that take one of a few words; the published schemas do not say which (kubernetes: pkg/apis/*/validation)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.kubernetes.fields import native
from pipeline.checks.kubernetes.forms import shown
from pipeline.checks.rule import ERROR, MUST, objects, pods
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Pod
from pipeline.checks.subjects.release import Release
from pipeline.manifests.pointer import joined

Steps = tuple[str, ...]
Words = Mapping[str, Sequence[str]]
_EACH: Final = "*"
# Behind a path whose empty text is refused like any other word; elsewhere it stands for what is not said.
_NEEDED: Final = "!"
_PROTOCOLS: Final = ("TCP", "UDP", "SCTP")
_ACCESS: Final = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")
_MODES: Final = ("Filesystem", "Block")
_RETENTION: Final = ("Retain", "Delete")
_PREEMPTION: Final = ("PreemptLowerPriority", "Never")
_SECCOMP: Final = ("RuntimeDefault", "Unconfined", "Localhost")
_RESTART: Final = ("Always", "OnFailure", "Never")
_INCLUSION: Final = ("Honor", "Ignore")

_CONTAINER: Final[Words] = {
    "imagePullPolicy": ("Always", "IfNotPresent", "Never"),
    "restartPolicy!": _RESTART,
    "terminationMessagePolicy": ("File", "FallbackToLogsOnError"),
    "ports/*/protocol": _PROTOCOLS,
    "volumeMounts/*/mountPropagation!": ("None", "HostToContainer", "Bidirectional"),
    "volumeMounts/*/recursiveReadOnly!": ("Disabled", "IfPossible", "Enabled"),
    "resizePolicy/*/restartPolicy!": ("NotRequired", "RestartContainer"),
    "securityContext/procMount!": ("Default", "Unmasked"),
    "securityContext/seccompProfile/type!": _SECCOMP,
    "securityContext/appArmorProfile/type!": _SECCOMP,
    **{f"{name}/httpGet/scheme": ("HTTP", "HTTPS") for name in ("livenessProbe", "readinessProbe", "startupProbe")},
    **{f"lifecycle/{name}/httpGet/scheme": ("HTTP", "HTTPS") for name in ("postStart", "preStop")},
}
_POD: Final[Words] = {
    "restartPolicy": _RESTART,
    "dnsPolicy": ("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
    "preemptionPolicy!": _PREEMPTION,
    "os/name": ("linux", "windows"),
    "securityContext/fsGroupChangePolicy!": ("OnRootMismatch", "Always"),
    "securityContext/seccompProfile/type!": _SECCOMP,
    "securityContext/appArmorProfile/type!": _SECCOMP,
    "securityContext/supplementalGroupsPolicy!": ("Merge", "Strict"),
    "securityContext/seLinuxChangePolicy!": ("Recursive", "MountOption"),
    "tolerations/*/operator": ("Exists", "Equal"),
    "tolerations/*/effect": ("NoSchedule", "PreferNoSchedule", "NoExecute"),
    "topologySpreadConstraints/*/whenUnsatisfiable!": ("DoNotSchedule", "ScheduleAnyway"),
    "topologySpreadConstraints/*/nodeAffinityPolicy!": _INCLUSION,
    "topologySpreadConstraints/*/nodeTaintsPolicy!": _INCLUSION,
    "volumes/*/ephemeral/volumeClaimTemplate/spec/accessModes/*!": _ACCESS,
    "volumes/*/ephemeral/volumeClaimTemplate/spec/volumeMode!": _MODES,
    "volumes/*/hostPath/type": ("DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"),
}  # fmt: skip
_JOB: Final[Words] = {
    "completionMode!": ("NonIndexed", "Indexed"),
    "podReplacementPolicy!": ("TerminatingOrFailed", "Failed"),
    "podFailurePolicy/rules/*/action!": ("FailJob", "FailIndex", "Ignore", "Count"),
    "podFailurePolicy/rules/*/onExitCodes/operator!": ("In", "NotIn"),
    "podFailurePolicy/rules/*/onPodConditions/*/status": ("True", "False", "Unknown"),
}
_KINDS: Final[Mapping[str, Words]] = {
    "Deployment": {"spec/strategy/type": ("RollingUpdate", "Recreate")},
    "DaemonSet": {"spec/updateStrategy/type": ("RollingUpdate", "OnDelete")},
    "StatefulSet": {
        "spec/updateStrategy/type": ("RollingUpdate", "OnDelete"),
        "spec/podManagementPolicy": ("OrderedReady", "Parallel"),
        "spec/persistentVolumeClaimRetentionPolicy/whenDeleted": _RETENTION,
        "spec/persistentVolumeClaimRetentionPolicy/whenScaled": _RETENTION,
        "spec/volumeClaimTemplates/*/spec/accessModes/*!": _ACCESS,
        "spec/volumeClaimTemplates/*/spec/volumeMode!": _MODES,
    },
    "Job": {f"spec/{path}": words for path, words in _JOB.items()},
    "CronJob": {
        "spec/concurrencyPolicy": ("Allow", "Forbid", "Replace"),
        **{f"spec/jobTemplate/spec/{path}": words for path, words in _JOB.items()},
    },
    "Service": {
        "spec/type": ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
        "spec/sessionAffinity": ("ClientIP", "None"),
        "spec/externalTrafficPolicy": ("Cluster", "Local"),
        "spec/internalTrafficPolicy!": ("Cluster", "Local"),
        "spec/ipFamilyPolicy!": ("SingleStack", "PreferDualStack", "RequireDualStack"),
        "spec/ipFamilies/*!": ("IPv4", "IPv6"),
        "spec/trafficDistribution!": ("PreferClose", "PreferSameZone", "PreferSameNode"),
        "spec/ports/*/protocol": _PROTOCOLS,
    },
    "Ingress": {"spec/rules/*/http/paths/*/pathType!": ("Exact", "Prefix", "ImplementationSpecific")},
    "NetworkPolicy": {
        "spec/policyTypes/*!": ("Ingress", "Egress"),
        "spec/ingress/*/ports/*/protocol!": _PROTOCOLS,
        "spec/egress/*/ports/*/protocol!": _PROTOCOLS,
    },
    "PersistentVolumeClaim": {"spec/accessModes/*!": _ACCESS, "spec/volumeMode!": _MODES},
    "PersistentVolume": {
        "spec/accessModes/*!": _ACCESS,
        "spec/volumeMode!": _MODES,
        "spec/persistentVolumeReclaimPolicy": ("Retain", "Delete", "Recycle"),
        "spec/hostPath/type": _POD["volumes/*/hostPath/type"],
    },
    "StorageClass": {"reclaimPolicy": _RETENTION, "volumeBindingMode!": ("Immediate", "WaitForFirstConsumer")},
    "PodDisruptionBudget": {"spec/unhealthyPodEvictionPolicy!": ("IfHealthyBudget", "AlwaysAllow")},
    "PriorityClass": {"preemptionPolicy!": _PREEMPTION},
}


def _split(table: Words) -> Mapping[str, Sequence[tuple[Steps, Sequence[str], bool]]]:
    """(steps, words, whether the empty text is none of them) of each path, by its first step."""
    found: dict[str, list[tuple[Steps, Sequence[str], bool]]] = {}
    for path, words in table.items():
        steps = tuple(path.rstrip(_NEEDED).split("/"))
        found.setdefault(steps[0], []).append((steps, words, path.endswith(_NEEDED)))
    return found


_SPLIT: Final = {kind: _split(table) for kind, table in (*_KINDS.items(), ("", _POD), ("container", _CONTAINER))}


@objects("K8S104", MUST, ERROR, "none", *_KINDS)
def known_words(one: Manifest, release: Release) -> Iterator[Hit]:
    """Fields of objects say words that Kubernetes knows."""
    if native(one):
        yield from (one.hit(*fault) for fault in _faults(one.body, one.kind))


@pods("K8S105", MUST, ERROR, "none")
def known_words_of_pods(pod: Pod, release: Release) -> Iterator[Hit]:
    """Fields of pods say words that Kubernetes knows."""
    yield from (pod.hit(*fault) for fault in _faults(pod.spec, ""))
    for container in pod.every:
        yield from (container.hit(*fault) for fault in _faults(container.body, "container"))


def _faults(body: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    known = _SPLIT[kind]
    for steps, words, needed in (one for first in known if first in body for one in known[first]):
        for path, value in _values(body, steps, ""):
            if isinstance(value, str) and value not in words and (value or needed):
                field = path[1:].split("/")[-1] if steps[-1] != _EACH else steps[-2]
                yield path, f"{field} {shown(value)} must be one of {', '.join(words)}"


def _values(value: Any, steps: Steps, path: str) -> Iterator[tuple[str, Any]]:
    """(pointer, value) of what stands at these steps; `*` is each entry of a list."""
    if not steps:
        yield path, value
    elif steps[0] == _EACH:
        for index, item in enumerate(value if isinstance(value, list) else ()):
            yield from _values(item, steps[1:], f"{path}/{index}")
    elif isinstance(value, dict) and steps[0] in value:
        yield from _values(value[steps[0]], steps[1:], joined(path, steps[0]))
