"""What rules about references say of environments: each way to provide, each way to need, and what is left in peace."""

from pathlib import Path

import pytest

from pipeline.checks.references.index import from_json, placed, to_json
from pipeline.checks.registry import of
from pipeline.checks.rule import Subject
from pipeline.model.finding import Severity
from pipeline.model.problem import Place
from tests.checks.references.releases import indexed, judged, made, pod, rules


def env(kind: str, name: str, key: str = "", more: str = "") -> str:
    field = {"ConfigMap": "configMapKeyRef", "Secret": "secretKeyRef"}[kind]
    return pod(f"{{containers: [{{name: c, env: [{{name: A, valueFrom: {{{field}: {{name: {name}, key: {key or 'k'}{more}}}}}}}]}}]}}")  # fmt: skip


def volume(said: str) -> str:
    return pod(f"{{volumes: [{{name: v, {said}}}]}}")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (env("ConfigMap", "gone"), "REF001"),
        (env("Secret", "gone"), "REF002"),
        (pod("{containers: [{name: c, envFrom: [{configMapRef: {name: gone}}]}]}"), "REF001"),
        (pod("{initContainers: [{name: c, envFrom: [{secretRef: {name: gone}}]}]}"), "REF002"),
        (volume("configMap: {name: gone}"), "REF001"),
        (volume("secret: {secretName: gone}"), "REF002"),
        (volume("projected: {sources: [{configMap: {name: gone}}]}"), "REF001"),
        (volume("projected: {sources: [{}, {secret: {name: gone, items: [{key: a}]}}]}"), "REF002"),
        (volume("csi: {driver: d, nodePublishSecretRef: {name: gone}}"), "REF002"),
        (volume("azureFile: {secretName: gone, shareName: s}"), "REF002"),
        (pod("{imagePullSecrets: [{name: gone}]}"), "REF002"),
        (volume("persistentVolumeClaim: {claimName: gone}"), "REF004"),
        (pod("{serviceAccountName: gone}"), "REF005"),
        (pod("{serviceAccount: gone, serviceAccountName: gone}"), "REF005"),
        (made("Ingress", "i", "spec: {tls: [{secretName: gone}]}", "networking.k8s.io/v1"), "REF002"),
        (made("Ingress", "i", "spec: {defaultBackend: {service: {name: gone}}}", "networking.k8s.io/v1"), "REF006"),
        (made("Ingress", "i", "spec: {rules: [{http: {paths: [{backend: {serviceName: gone, servicePort: 80}}]}}]}", "extensions/v1beta1"), "REF006"),
        (made("HTTPRoute", "r", "spec: {rules: [{backendRefs: [{name: gone, port: 80}]}]}", "gateway.networking.k8s.io/v1"), "REF006"),
        (made("ValidatingWebhookConfiguration", "h", "webhooks: [{clientConfig: {service: {name: gone, namespace: shop}}}]"), "REF006"),
        (made("APIService", "a", "spec: {service: {name: gone, namespace: shop}}"), "REF006"),
        (made("HorizontalPodAutoscaler", "h", "spec: {scaleTargetRef: {kind: Deployment, name: gone}}", "autoscaling/v2"), "REF009"),
        (made("StatefulSet", "s", "spec: {serviceName: gone}", "apps/v1"), "REF009"),
        (made("RoleBinding", "b", "roleRef: {kind: Role, name: gone}", "rbac.authorization.k8s.io/v1"), "REF012"),
        (made("ClusterRoleBinding", "b", "roleRef: {kind: ClusterRole, name: gone}", "rbac.authorization.k8s.io/v1"), "REF012"),
        (made("ServiceAccount", "a", "imagePullSecrets: [{name: gone}]"), "REF002"),
        (made("ConfigMap", "c", 'data: {a: "http://gone.shop.svc:80/"}'), "REF010"),
    ],
)  # fmt: skip
def test_what_nobody_provides(text: str, rule: str) -> None:
    assert rules(web=text) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        env("ConfigMap", "gone", more=", optional: true"),
        volume("secret: {secretName: gone, optional: true}"),
        env("ConfigMap", "kube-root-ca.crt"),
        pod("{serviceAccountName: default}"),
        made("RoleBinding", "b", "roleRef: {kind: ClusterRole, name: view}"),
        made("RoleBinding", "b", "roleRef: {kind: ClusterRole, name: 'system:auth-delegator'}"),
        "---\nkind: RoleBinding\nmetadata: {name: b, namespace: kube-system}\nroleRef: {kind: Role, name: reader}\n",
        made("RoleBinding", "b", "roleRef: {kind: ClusterRole, name: view}\nsubjects: [{kind: ServiceAccount, name: a, namespace: elsewhere}]"),
        made("ValidatingWebhookConfiguration", "h", "webhooks: [{clientConfig: {service: {name: gone, namespace: elsewhere}}}]"),
        made("ValidatingWebhookConfiguration", "h", "webhooks: [{clientConfig: {url: 'https://a.example.org'}}]"),
        made("Ingress", "i", "spec: {defaultBackend: {service: {name: ssl-redirect, port: {name: use-annotation}}}}"),
        made("HTTPRoute", "r", "spec: {rules: [{backendRefs: [{name: b, kind: Bucket, group: example.org}]}]}"),
        made("Service", "s", "spec: {type: ExternalName, externalName: db.example.org}"),
        made("PodDisruptionBudget", "p", "spec: {selector: {}}"),
        made("NetworkPolicy", "p", "spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {a: b}}}]}]}"),
        made("ConfigMap", "c", 'data: {a: "gone.elsewhere.svc", b: "$(NAME).shop.svc", c: "%s.shop.svc"}'),
    ],
)  # fmt: skip
def test_what_is_left_in_peace(text: str) -> None:
    assert rules(web=text) == []


@pytest.mark.parametrize(
    "maker",
    [
        made("Secret", "tls", "data: {k: aQ==}"),
        made("ExternalSecret", "tls", "spec: {}", "external-secrets.io/v1"),
        made("ExternalSecret", "other", "spec: {target: {name: tls}}", "external-secrets.io/v1"),
        made("ClusterExternalSecret", "other", "spec: {externalSecretName: tls}", "external-secrets.io/v1"),
        made("SealedSecret", "tls", "spec: {encryptedData: {k: x}}", "bitnami.com/v1alpha1"),
        made("Certificate", "web", "spec: {secretName: tls}", "cert-manager.io/v1"),
        made("SecretProviderClass", "p", "spec: {secretObjects: [{secretName: tls}]}", "secrets-store.csi.x-k8s.io/v1"),
        made("VaultStaticSecret", "v", "spec: {destination: {name: tls}}", "secrets.hashicorp.com/v1beta1"),
        made("Database", "d", "spec: {writeConnectionSecretToRef: {name: tls}}", "sql.example.org/v1"),
        made("KafkaUser", "tls", "spec: {}", "kafka.strimzi.io/v1"),
        "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, annotations: {cert-manager.io/issuer: x}}\nspec: {tls: [{secretName: tls}]}\n",
        pod("{containers: [{name: c, args: ['--secret-name=tls']}]}", "Job"),
        pod("{containers: [{name: c, env: [{name: NAME, value: tls}]}]}", "Job"),
        pod("{serviceAccountName: m}", "Job")
        + made("ServiceAccount", "m").replace("{name: m}", "{name: m, annotations: {helm.sh/hook: pre-install}}")
        + made("Role", "m", "rules: [{resources: [secrets], verbs: [create]}]")
        + made("RoleBinding", "m", "roleRef: {kind: Role, name: m}\nsubjects: [{kind: ServiceAccount, name: m}]"),
        made("Role", "m", "rules: [{resources: [secrets], verbs: [create]}, {resources: [secrets], resourceNames: [tls], verbs: [get]}]"),
    ],
)  # fmt: skip
def test_who_makes_a_secret(maker: str) -> None:
    need = env("Secret", "tls")
    assert rules(web=need) == ["REF002"]
    assert rules(web=need + maker) == []


@pytest.mark.parametrize(
    ("operator", "name", "there"),
    [
        ("db", "db-app", True),
        ("db", "app.db.credentials", True),
        ("db", "dbs-app", False),
        ("db", "app-db", False),
    ],
)
def test_operators_make_what_is_named_after_their_objects(operator: str, name: str, there: bool) -> None:
    text = env("Secret", name) + made("Cluster", operator, "spec: {}", "postgresql.cnpg.io/v1")
    assert rules(web=text) == ([] if there else ["REF002"])


def test_objects_that_only_watch_make_nothing() -> None:
    text = env("Secret", "web-admin") + made("ServiceMonitor", "web", "spec: {}", "monitoring.coreos.com/v1")
    assert rules(web=text) == ["REF002"]


def test_a_job_only_makes_what_its_own_release_lacks() -> None:
    other = pod("{containers: [{name: c, args: ['--secret-name=tls']}]}", "Job", "maker")
    assert rules(web=env("Secret", "tls"), other=other) == ["REF002"]


def test_other_releases_of_the_environment_provide_too() -> None:
    config = made("ConfigMap", "shared", "data: {k: v}")
    assert rules(web=env("ConfigMap", "shared"), base=config) == []
    assert rules(web=env("ConfigMap", "shared"), base=indexed(config, "elsewhere")) == ["REF001"]


def test_a_claim_of_a_stateful_set_is_made_by_it() -> None:
    store = made("StatefulSet", "db", "spec: {volumeClaimTemplates: [{metadata: {name: data}}]}", "apps/v1")
    assert rules(web=volume("persistentVolumeClaim: {claimName: data-db-0}") + store) == []
    assert rules(web=volume("persistentVolumeClaim: {claimName: data-web-0}") + store) == ["REF004"]


@pytest.mark.parametrize(
    ("provided", "key", "broken"),
    [
        (made("ConfigMap", "c", "data: {a: b}"), "a", False),
        (made("ConfigMap", "c", "data: {a: b}"), "b", True),
        (made("ConfigMap", "c", "binaryData: {b: YQ==}"), "b", False),
        (made("ConfigMap", "c"), "b", False),
        (made("ConfigMap", "c", "data: null"), "b", False),
        ("---\nkind: ConfigMap\nmetadata: {name: c, annotations: {reflector.v1.k8s.emberstack.com/reflects: x}}\ndata: {a: b}\n", "b", False),
        (made("ConfigMap", "c", "data: {a: b}") + made("Bundle", "c", "", "trust.cert-manager.io/v1"), "b", False),
    ],
)  # fmt: skip
def test_keys_of_what_is_rendered(provided: str, key: str, broken: bool) -> None:
    assert rules(web=env("ConfigMap", "c", key) + provided) == (["REF003"] if broken else [])


def test_keys_of_secrets() -> None:
    secret = made("Secret", "s", "stringData: {a: b}\ndata: {c: ZA==}")
    assert rules(web=env("Secret", "s", "a") + secret) == []
    assert rules(web=env("Secret", "s", "d") + secret) == ["REF003"]
    assert rules(web=env("Secret", "s", "d") + made("Secret", "s", "type: kubernetes.io/service-account-token\ndata: {a: b}")) == []  # fmt: skip
    assert rules(web=volume("secret: {secretName: s, items: [{key: a, path: a}, {key: d, path: d}]}") + secret) == ["REF003"]  # fmt: skip


@pytest.mark.parametrize(
    ("port", "severity"),
    [("number: 80", None), ("name: http", None), ("number: 8080", Severity.ERROR), ("name: https", Severity.ERROR)],
)
def test_ports_of_backends(port: str, severity: Severity | None) -> None:
    service = made("Service", "s", "spec: {ports: [{name: http, port: 80}]}")
    ingress = made("Ingress", "i", f"spec: {{defaultBackend: {{service: {{name: s, port: {{{port}}}}}}}}}")
    found = judged(web=service + ingress)
    assert [one.severity for one in found] == ([severity] if severity else [])


SERVICE = made("Service", "s", "spec: {ports: [{port: 80}], selector: {app: web, role: main}}")


@pytest.mark.parametrize(
    ("pods", "expected"),
    [
        (pod("{}", labels="{app: web, role: main, more: x}"), []),
        (pod("{}", labels="{app: web, role: other}"), [("REF007", None)]),
        (pod("{}", labels="{app: web}"), [("REF007", Severity.INFO)]),
        (pod("{}", labels="{app: shop}"), [("REF007", None)]),
        ("", [("REF007", None)]),
        (made("Kafka", "web", "", "kafka.strimzi.io/v1"), []),
        (made("Rollout", "r", "spec: {template: {metadata: {labels: {app: web, role: main}}, spec: {containers: [{name: c}]}}}", "argoproj.io/v1alpha1"), []),
    ],
)  # fmt: skip
def test_services_select_pods(pods: str, expected: list[tuple[str, Severity | None]]) -> None:
    assert [(one.rule, one.severity) for one in judged(web=SERVICE + pods)] == expected


def test_services_select_pods_of_other_releases_of_their_namespace() -> None:
    pods = pod("{}", labels="{app: web, role: main}")
    assert rules(web=SERVICE, other=pods) == []
    assert rules(web=SERVICE, other=indexed(pods, "elsewhere")) == ["REF007"]


def test_objects_without_a_release_are_judged_in_the_namespaces_that_they_are_in() -> None:
    service = SERVICE.replace("{name: s}", "{name: s, namespace: far}")
    assert rules(web=indexed(service, "")) == ["REF007"]
    assert rules(web=indexed(SERVICE, "")) == ["REF007"]
    assert rules(web=indexed(service, "shop")) == []


def test_labels_that_come_with_the_pod_are_not_asked_for() -> None:
    service = made("Service", "s", "spec: {selector: {app: web, statefulset.kubernetes.io/pod-name: web-0}}")
    assert rules(web=service + pod("{}")) == []


def test_the_systems_namespace_has_pods_that_nobody_renders() -> None:
    assert rules(web=indexed(SERVICE, "kube-system")) == []


@pytest.mark.parametrize(
    ("spec", "severities"),
    [
        ("podSelector: {matchLabels: {app: gone}}", [None]),
        ("podSelector: {matchExpressions: [{key: app, operator: In, values: [gone]}]}", [None]),
        ("podSelector: {matchExpressions: [{key: app, operator: In, values: [web]}]}", []),
        ("podSelector: {matchExpressions: [{key: app, operator: Exists}]}", []),
        ("podSelector: {}, egress: [{to: [{podSelector: {matchLabels: {app: gone}}}]}]", [Severity.INFO]),
        ("podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}, podSelector: {matchLabels: {app: gone}}}]}]", [Severity.INFO]),
        ("podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: far}}, podSelector: {matchLabels: {app: gone}}}]}]", []),
    ],
)  # fmt: skip
def test_policies_select_pods(spec: str, severities: list[Severity | None]) -> None:
    found = judged(web=made("NetworkPolicy", "p", f"spec: {{{spec}}}") + pod("{}"))
    assert [(one.rule, one.severity) for one in found] == [("REF008", severity) for severity in severities]


def test_an_object_belongs_to_one_release() -> None:
    config = made("ConfigMap", "c")
    found = judged(a=config, b=config, c=indexed(config, "elsewhere"))
    assert [(one.rule, one.release, one.message) for one in found] == [
        ("REF011", "a", "ConfigMap shop/c is an object of b too"),
        ("REF011", "b", "ConfigMap shop/c is an object of a too"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "---\nkind: ConfigMap\nmetadata: {name: c, annotations: {helm.sh/hook: pre-install}}\n",
        "---\nkind: Job\nmetadata: {generateName: c-}\n",
        "---\nkind: ConfigMap\n",
        "---\nkind: ConfigMap\nmetadata: {name: null}\n",
    ],
)
def test_objects_that_belong_to_no_release(text: str) -> None:
    assert rules(a=text, b=text) == []


def test_definitions_in_crds_belong_to_no_release() -> None:
    text = made("CustomResourceDefinition", "c.example.org", "", "apiextensions.k8s.io/v1")
    crds = indexed(text, source="shop/crds/c.yaml")
    assert rules(a=crds, b=crds) == []
    assert rules(a=text, b=text) == ["REF011", "REF011"]


def test_kinds_of_the_same_name_in_two_groups_are_two_kinds() -> None:
    one, other = made("Service", "s"), made("Service", "s", "", "serving.knative.dev/v1")
    assert rules(a=one, b=other) == []


def test_cluster_wide_objects_collide_across_namespaces() -> None:
    role = made("ClusterRole", "reader", "", "rbac.authorization.k8s.io/v1")
    assert rules(a=role, b=indexed(role, "elsewhere")) == ["REF011", "REF011"]


def test_hooks_before_the_installation_need_what_is_there_before_it() -> None:
    hook = pod("{containers: [{name: c, envFrom: [{configMapRef: {name: c}}, {secretRef: {name: s}}]}]}", "Job")
    config = made("ConfigMap", "c")
    early = config.replace("{name: c}", "{name: c, annotations: {helm.sh/hook: 'pre-install,pre-upgrade'}}")
    secret = made("Secret", "s")
    assert rules(web=hook + early, other=secret) == []
    assert rules(web=hook + config, other=secret) == ["REF013"]
    assert rules(web=hook + config + secret) == ["REF013", "REF013"]
    assert rules(web=(hook + config + secret).replace("pre-install", "post-install")) == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DB_HOST", "postgres-sohp:5432", [("REF010", Severity.INFO)]),
        ("DB_URL", "postgres://u:p@postgres-sohp:5432/db", [("REF010", Severity.INFO)]),
        ("DB_HOST", "postgres-shop", []),
        ("DB_HOST", "mysql", []),
        ("DB_HOST", "localhost", []),
        ("DB_HOST", "10.0.0.1", []),
        ("DB_HOST", "db.example.org", []),
        ("DB_NAME", "postgres-sohp", []),
        ("DB_HOST", "$(POSTGRES)-sohp", []),
        ("ANY", "tcp://postgres-sohp.shop.svc.cluster.local:1", [("REF010", None)]),
        ("ANY", "db-0.postgres-shop.shop.svc", []),
        ("ANY", "postgres-sohp.shop.svcs", []),
        ("ANY", "no_proxy=.svc,.cluster.local,shop.svc", []),
    ],
)
def test_hosts(name: str, value: str, expected: list[tuple[str, Severity | None]]) -> None:
    service = made("Service", "postgres-shop", "spec: {}")
    text = pod(f"{{containers: [{{name: c, env: [{{name: {name}, value: '{value}'}}]}}]}}")
    assert [(one.rule, one.severity) for one in judged(web=service + text)] == expected


def test_hosts_in_arguments_and_data_are_pointed_to() -> None:
    text = pod("{containers: [{name: c, args: [a, --to=gone.shop.svc]}]}")
    config = made("ConfigMap", "c", "data: {'a/b': 'x gone.shop.svc y'}")
    assert [one.path for one in judged(web=text + config)] == ["/spec/template/spec/containers/0/args/1", "/data/a~1b"]


def test_many_needs_of_one_name_are_one_breach_in_each_object() -> None:
    entries = ", ".join(
        f"{{name: A{n}, valueFrom: {{secretKeyRef: {{name: a-secert-name, key: k{n}}}}}}}" for n in range(5)
    )
    text = pod(f"{{containers: [{{name: c, env: [{entries}]}}]}}")
    (found,) = judged(web=text, other=made("Secret", "a-secret-name"))
    assert found.path == "/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef"
    assert found.message == "nothing in this environment provides Secret 'a-secert-name'; did you mean 'a-secret-name'?"
    assert str(found.resource) == "Deployment shop/web"


def test_breaches_carry_the_place_of_what_names() -> None:
    index = placed(
        indexed(env("Secret", "gone")), lambda at, path: Place("charts/web/templates/web.yaml", at + 1, path)
    )
    again = from_json(to_json(index))
    assert again == index
    (found,) = judged(web=again)
    assert found.place == Place("charts/web/templates/web.yaml", 1, found.path)


def test_every_rule_about_references_is_tried_here_or_with_nodes() -> None:
    files = (Path(__file__), Path(__file__).with_name("test_fitting.py"))
    text = "".join(file.read_text("utf-8") for file in files)
    assert [rule.id for rule in of(Subject.REFERENCES) if f'"{rule.id}"' not in text] == []
