"""Allow-lists and thresholds of the standards: what `standards:` of rendiff.yaml and of an environment may set.

Each field is a key in those files, in camelCase. Lists are allow-lists: longer is looser. Numbers are limits: higher is looser.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Settings:
    """What rules ask for.

    registries: hosts or host/path prefixes from which images may come; () is "not configured".
    system: charts that belong to the system. fetched: dependencies of charts are fetched when they are built.
    parents: folders besides charts/ in which charts may live. depth: keys from the root of values to a scalar.
    comments: least number of comments per document of a template. commented: least share of top-level values with a
    comment, in percent. passthrough: keys of values whose maps are copied whole into manifests.
    env_length: characters of a literal env value. constants: env names that are constants of the image.
    file_lines, file_bytes: of a file inside a template. tools: what app.kubernetes.io/managed-by may say.
    api_groups: groups besides Kubernetes' own. tags: further regular expressions for tags of images.
    storage_classes: of the environment; () takes the default of its role. storage_names: further names of classes.
    roles: words in names of containers that say what they are for. stores: images that keep state.
    devices: words that mark a single-instance device. containers: most in one pod. external_ports: `service:port` used
    from outside. capabilities: that containers may add. read_only_root: containers must have one.
    links: `service.namespace` of other suites that may be used. secrets_encrypted: the cluster encrypts Secrets at
    rest. log_format: regular expression of a line. metrics: `workload:port` of metrics. helm: major version of Helm
    that deploys. disruptive: checks that disturb what runs may be asked for. strict_names: the label
    app.kubernetes.io/name must be the whole name. hard_rules: of scheduling, that pods of one workload may have.
    """

    registries: tuple[str, ...] = ()
    system: tuple[str, ...] = ()
    fetched: bool = False
    parents: tuple[str, ...] = ()
    depth: int = 3
    comments: int = 1
    commented: int = 100
    passthrough: tuple[str, ...] = (
        "annotations", "labels", "nodeSelector", "affinity", "tolerations", "resources", "securityContext", "env",
        "podAnnotations", "podLabels", "podSecurityContext", "matchLabels", "extraEnv", "envVars", "topologySpreadConstraints",
    )  # fmt: skip
    env_length: int = 256
    constants: tuple[str, ...] = ()
    file_lines: int = 20
    file_bytes: int = 1024
    tools: tuple[str, ...] = ("helm",)
    api_groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    storage_classes: tuple[str, ...] = ()
    storage_names: tuple[str, ...] = ("standard", "block", "nfs")
    roles: tuple[str, ...] = ("sidecar", "ambassador", "adapter")
    stores: tuple[str, ...] = (
        "mysql", "mariadb", "postgres", "postgresql", "mongo", "mongodb", "rabbitmq", "kafka", "redis", "elasticsearch", "etcd",
    )  # fmt: skip
    devices: tuple[str, ...] = ("device", "deviceserver", "tango-device")
    containers: int = 6
    external_ports: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    read_only_root: bool = False
    links: tuple[str, ...] = ()
    secrets_encrypted: bool = False
    log_format: str = ""
    metrics: tuple[str, ...] = ()
    helm: int = 3
    disruptive: bool = False
    strict_names: bool = False
    hard_rules: int = 1


DEFAULTS: Final = Settings()
