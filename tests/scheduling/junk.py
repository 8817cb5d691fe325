"""What a chart may print where anything else is meant."""

from hypothesis import strategies as st

_LEAVES = (
    st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 64) - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(("", "*", "1", "1e999", "-5", "100m", "Always", "Exists", "In", "kubernetes.io/hostname", "n1"))
)  # fmt: skip
JUNK = st.recursive(
    _LEAVES, lambda some: st.lists(some, max_size=2) | st.dictionaries(st.sampled_from("ab"), some, max_size=2)
)
_KEYS = (
    "spec", "containers", "initContainers", "resources", "requests", "limits", "overhead", "ports", "hostPort", "hostNetwork",
    "containerPort", "volumes", "persistentVolumeClaim", "claimName", "ephemeral", "volumeClaimTemplates", "metadata", "name",
    "replicas", "parallelism", "completions", "suspend", "jobTemplate", "priorityClassName", "nodeName", "nodeSelector",
    "affinity", "podAffinity", "podAntiAffinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution",
    "nodeSelectorTerms", "matchFields", "matchExpressions", "labelSelector", "matchLabels", "matchLabelKeys", "key", "operator",
    "values", "topologyKey", "topologySpreadConstraints", "whenUnsatisfiable", "maxSkew", "minDomains", "tolerations",
    "effect", "restartPolicy", "cpu", "memory", "claimRef", "zones", "accessModes",
)  # fmt: skip
# Maps with the keys that are read, and anything behind them.
BODIES = st.recursive(
    st.dictionaries(st.sampled_from(_KEYS), JUNK, max_size=4),
    lambda some: st.dictionaries(st.sampled_from(_KEYS), some | st.lists(some, max_size=2) | JUNK, max_size=5), max_leaves=12,
)  # fmt: skip
