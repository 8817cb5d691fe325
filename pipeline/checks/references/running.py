"""What a rendering asks of the nodes of its environment, for its index."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.checks.references.entries import Asking
from pipeline.checks.references.needs import Origin
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.pod import Pod, pod_of
from pipeline.manifests.reading import at, text
from pipeline.model.resource import Resource
from pipeline.scheduling.arriving import Needs
from pipeline.scheduling.workloads import Given, claim, importance, ranked, volume, workload

# Kind, namespace and name.
Target = tuple[str, str, str]


def asking_of(origins: Sequence[Origin], pods: Mapping[int, Pod]) -> Asking:
    """The workloads, claims, volumes and PriorityClasses of a rendering; hooks ask for a node only while they run."""
    kinds: dict[str, list[Origin]] = defaultdict(list)
    for origin in origins:
        kinds[origin.one.kind].append(origin)
    scalers = {_scaled(one): one.one.spec for one in kinds["HorizontalPodAutoscaler"]}
    makers = [origin for origin in origins if origin.one.index in pods]
    return Asking(
        tuple((one.one.index, workload(_given(one, pods[one.one.index], scalers))) for one in makers),
        tuple(claim(one.resource.namespace, one.resource.name, one.one.body) for one in kinds["PersistentVolumeClaim"]),
        tuple(volume(one.resource.name, one.one.body) for one in kinds["PersistentVolume"]),
        tuple(importance(one.resource.name, one.one.body) for one in kinds["PriorityClass"]),
    )


def _scaled(scaler: Origin) -> Target:
    """What a HorizontalPodAutoscaler counts the pods of."""
    target = scaler.one.spec.get("scaleTargetRef")
    return text(at(target, "kind")), scaler.resource.namespace, text(at(target, "name"))


def _given(origin: Origin, pod: Pod, scalers: Mapping[Target, Mapping[str, Any]]) -> Given:
    one, own = origin.one, origin.resource
    scaled = scalers.get((own.kind, own.namespace, own.name), {})
    return Given(own.kind, own.namespace, own.name, one.body, pod.labels, pod.spec, bool(one.hooks), scaled)


def needs_of(asking: Sequence[tuple[str, Asking]]) -> Needs:
    """What all releases of an environment ask of its nodes together. asking: by label."""
    return Needs(
        ranked(
            (workload for _, one in asking for _, workload in one.workloads),
            (known for _, one in asking for known in one.classes),
        ),
        tuple(label for label, one in asking for _ in one.workloads),
        tuple(claim for _, one in asking for claim in one.claims),
        tuple(volume for _, one in asking for volume in one.volumes),
    )


def asking_of_resources(resources: Sequence[Resource]) -> Asking:
    """The same of what is rendered, whatever is known of it besides."""
    origins = [Origin(manifest(index, one.body), one.shown_id) for index, one in enumerate(resources)]
    return asking_of(origins, {one.one.index: pod for one in origins if (pod := pod_of(one.one))})
