"""Values that Kubernetes reads as the same: quantities of resources in other words (`1000m` and `1`)."""

from typing import Final

from pipeline.manifests.quantities import quantity
from pipeline.model.change import Edit

# Fields whose values are quantities wherever they stand (k8s.io/apimachinery, pkg/api/resource: type Quantity).
_FIELDS: Final = frozenset(("limits", "requests"))


def is_equivalent(edit: Edit) -> bool:
    """Whether an edit replaces a quantity by the same quantity."""
    steps = edit.path.split("/")
    if edit.op != "replace" or len(steps) < 3 or steps[-2] not in _FIELDS:
        return False
    before, after = quantity(edit.before), quantity(edit.after)
    return before is not None and before == after
