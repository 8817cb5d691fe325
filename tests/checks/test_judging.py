"""Rules about a kind are asked of objects of that kind, and of none that are only called like it."""

import pytest

from pipeline.checks.judging import judge_release
from pipeline.checks.registry import by_id
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.manifests.kyaml import load_all

SERVICE = """\
apiVersion: {group}
kind: Service
metadata: {{name: web}}
spec:
  type: LoadBalancer
  ports: [{{port: 0}}]
  selector: {{app: gone}}
"""


@pytest.mark.parametrize(
    ("group", "own"),
    [
        ("v1", True),
        ("serving.knative.dev/v1", False),
        ("core.oam.dev/v1", False),
        ("odd.k8s.io/v1", True),
        ("odd", True),
    ],
)
def test_a_custom_resource_that_is_called_like_a_service_is_none(group: str, own: bool) -> None:
    (body,) = load_all(SERVICE.format(group=group))
    assert body
    release = release_of((manifest(0, body, "web/templates/web.yaml"),), "1.34.2", DEFAULTS)
    verdict = judge_release(release)
    assert not verdict.crashes
    said = {one.rule for one in verdict.rulings if "Service" in by_id()[one.rule].kinds}
    assert (said != set()) == own
    assert (list(release.of("Service")) != []) == own
