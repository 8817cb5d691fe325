"""CTRL: which controller runs what."""

import pytest

from tests.checks.standards.asking import alone, laid, severities

SERVICE = "---\nkind: Service\nmetadata: {name: %s, namespace: %s}\nspec: {clusterIP: %s, selector: %s}\n"
CLAIM = "kind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {accessModes: %s}\n---\n"
DEPLOYMENT = "kind: Deployment\nmetadata: {name: a, %s}\nspec: {replicas: %s, template: {metadata: {labels: {app: a}}, spec: {%s}}}\n"


def image(name: str) -> str:
    return DEPLOYMENT % ("", 1, f"containers: [{{image: '{name}'}}]")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mysql:5.7", True),
        ("docker.io/bitnami/postgresql@sha256:1", True),
        ("registry.example.org:5000/Kafka", True),
        ("oliver006/redis_exporter", False),
        ("mysql-client:1", False),
        ("example.org/mysql/web", False),
        ("", False),
        ("/", False),
    ],
)
def test_images_of_stores_are_known(name: str, expected: bool) -> None:
    assert [hit.path for hit in alone("CTRL001", image(name))] == (
        ["/spec/template/spec/containers/0/image"] if expected else []
    )


def test_stores_are_a_setting() -> None:
    assert not alone("CTRL001", image("mysql"), stores=("clickhouse",))
    assert alone("CTRL001", image("clickhouse"), stores=("clickhouse",))


@pytest.mark.parametrize(
    ("modes", "word"),
    [("[ReadWriteOnce]", "one node"), ("[ReadWriteOncePod]", "one node"), ("[ReadWriteOnce, ReadWriteMany]", ""), ("[ReadWriteMany]", ""), ("null", ""), ("[[a], 1]", "")],
)  # fmt: skip
def test_a_claim_for_one_node_wants_a_stateful_set(modes: str, word: str) -> None:
    volumes = "volumes: [{persistentVolumeClaim: {claimName: data}}]"
    hits = alone("CTRL001", CLAIM % modes + DEPLOYMENT % ("", 1, volumes))
    assert [word in hit.message for hit in hits] == ([True] if word else [])
    assert not alone("CTRL001", CLAIM % modes + (DEPLOYMENT % ("", 1, volumes)).replace("Deployment", "StatefulSet"))


def test_a_claim_of_somebody_else_is_to_be_reviewed() -> None:
    (hit,) = alone(
        "CTRL001",
        DEPLOYMENT
        % ("", 1, "volumes: [{persistentVolumeClaim: {claimName: other}}, {persistentVolumeClaim: {}}, null]"),
    )
    assert hit.message.startswith("to review: ")


def test_a_component_can_say_that_it_is_a_store() -> None:
    assert [
        hit.path for hit in alone("CTRL001", DEPLOYMENT % ("labels: {app.kubernetes.io/component: Redis}", 1, ""))
    ] == [""]


def test_hooks_may_use_stores() -> None:
    pod = "kind: Pod\nmetadata: {name: a, annotations: {helm.sh/hook: test}}\nspec: {containers: [{image: mysql}]}"
    assert not alone("CTRL001", pod)


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ("labels: {app: a}", True),
        ("labels: {app: a, app.kubernetes.io/component: Device}", False),
        ("labels: {app: a, app.kubernetes.io/part-of: tango-device}", False),
        ("labels: {app: a}, annotations: {example.org/role: deviceserver}", False),
        ("labels: {app: a}, annotations: {example.org/device: 'true'}", False),
        ("labels: {app: a}, annotations: {example.org/device: 'false'}", True),
        ("labels: {app: a}, annotations: {example.org/x: [device]}", True),
        ("labels: {app: a}, annotations: {helm.sh/hook: test}", False),
        ("labels: {app: b}", False),
    ],
)
def test_a_service_sends_to_no_bare_pod(metadata: str, expected: bool) -> None:
    pod = f"kind: Pod\nmetadata: {{name: a, {metadata}}}\n"
    assert bool(alone("CTRL002", pod + SERVICE % ("a", "null", "null", "{app: a}"))) is expected
    assert bool(alone("CTRL003", pod)) is (expected or "app: b" in metadata)


@pytest.mark.parametrize(("replicas", "expected"), [("1", 0), ("null", 0), ("2", 1), ("'1'", 1), ("0", 1), ("[1]", 1)])
def test_a_device_exists_once(replicas: str, expected: int) -> None:
    device = DEPLOYMENT % ("labels: {app.kubernetes.io/component: device}", replicas, "")
    assert len(alone("CTRL003", device)) == expected
    assert not alone("CTRL003", DEPLOYMENT % ("", replicas, ""))


@pytest.mark.parametrize(
    ("kind", "policy", "expected"),
    [
        ("Pod", "Never", ["" ]),
        ("Pod", "OnFailure", [""]),
        ("Pod", "Always", []),
        ("Pod", "null", []),
        ("Pod", "[Never]", []),
        ("Job", "Never", []),
        ("Job", "OnFailure", []),
        ("Job", "Always", ["error"]),
        ("Job", "null", ["error"]),
        ("Job", "[Never]", ["error"]),
    ],
)  # fmt: skip
def test_work_that_ends_is_a_job(kind: str, policy: str, expected: list[str]) -> None:
    spec = f"{{restartPolicy: {policy}}}" if kind == "Pod" else f"{{template: {{spec: {{restartPolicy: {policy}}}}}}}"
    assert severities(alone("CTRL004", f"kind: {kind}\nmetadata: {{name: a}}\nspec: {spec}")) == expected


def test_a_cron_job_and_a_hook_are_judged_where_they_are_jobs() -> None:
    cron = "kind: CronJob\nmetadata: {name: a}\nspec: {jobTemplate: {spec: {template: {spec: {}}}}}"
    (hit,) = alone("CTRL004", cron)
    assert hit.path == "/spec/jobTemplate/spec/template/spec/restartPolicy"
    assert not alone(
        "CTRL004", "kind: Pod\nmetadata: {name: a, annotations: {helm.sh/hook: test}}\nspec: {restartPolicy: Never}"
    )


@pytest.mark.parametrize(
    ("replicas", "term", "expected"),
    [
        ("null", "{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: a}}}", True),
        ("null", "{topologyKey: kubernetes.io/hostname, labelSelector: {matchExpressions: [{key: app, operator: In, values: [a]}]}}", True),
        ("3", "{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: a}}}", False),
        ("null", "{topologyKey: topology.kubernetes.io/zone, labelSelector: {matchLabels: {app: a}}}", False),
        ("null", "{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: b}}}", False),
        ("null", "{topologyKey: kubernetes.io/hostname}", False),
        ("null", "1", False),
    ],
)  # fmt: skip
def test_one_pod_a_node_is_a_daemon_set(replicas: str, term: str, expected: bool) -> None:
    affinity = f"affinity: {{podAntiAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: [{term}]}}}}"
    body = DEPLOYMENT % ("", replicas, affinity)
    scaler = "---\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {scaleTargetRef: {name: a}}"
    assert bool(alone("CTRL005", body)) is expected
    assert not alone("CTRL005", body + scaler)


MPI = "kind: %s\nmetadata: {name: %s, labels: {app.kubernetes.io/part-of: %s}}\nspec: {template: {spec: {containers: [{image: '%s'}]}}}\n---\n"


@pytest.mark.parametrize(
    ("part", "head", "worker", "expected"),
    [
        ("mpi-demo", "r.org/mpi:1", "r.org/mpi:2", 1),
        ("mpi", "r.org/head:1", "r.org/mpi:1", 1),
        ("mpi", "docker.io/library/mpi:1", "mpi:1", 0),
        ("shop", "r.org/head:1", "r.org/mpi:1", 0),
    ],
)
def test_launcher_and_workers_share_an_image(part: str, head: str, worker: str, expected: int) -> None:
    body = MPI % ("StatefulSet", "a", part, worker) + MPI % ("Job", "b", part, head)
    assert len(alone("CTRL007", body)) == expected
    assert not alone("CTRL007", MPI % ("StatefulSet", "a", part, worker))
    assert not alone("CTRL007", MPI % ("StatefulSet", "a", "mpi-one", worker) + MPI % ("Job", "b", "mpi-two", head))


STATEFUL = "kind: StatefulSet\nmetadata: {name: a}\nspec: {serviceName: %s, template: {metadata: {labels: {app: a}}}}\n"


@pytest.mark.parametrize(
    ("name", "service", "expected"),
    [
        ("null", "", [""]),
        ("[a]", "", [""]),
        ("b", SERVICE % ("a", "null", "None", "{app: a}"), [""]),
        ("a", SERVICE % ("a", "null", "None", "{app: a}"), []),
        ("a", SERVICE % ("a", "shop", "None", "{app: a}"), []),
        ("a", SERVICE % ("a", "other", "None", "{app: a}"), [""]),
        ("a", SERVICE % ("a", "null", "None", "{app: b}"), [""]),
        ("a", SERVICE % ("a", "null", "null", "{app: a}"), ["info"]),
    ],
)  # fmt: skip
def test_a_stateful_set_has_its_service(name: str, service: str, expected: list[str]) -> None:
    assert severities(alone("CTRL008", STATEFUL % name + service)) == expected


def test_the_stock_of_examples_has_no_fault() -> None:
    for rule in ("CTRL001", "CTRL004", "CTRL008"):
        assert not laid(rule, "kind: StatefulSet\n---\nkind: CronJob\n---\nkind: Job")
