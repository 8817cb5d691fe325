"""What is kept in an index comes back as it was."""

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scheduling.record import (
    claim_json,
    claim_of,
    importance_json,
    importance_of,
    volume_json,
    volume_of,
    workload_json,
    workload_of,
)
from pipeline.scheduling.workloads import Given, claim, importance, volume, workload
from tests.scheduling.junk import BODIES
from tests.scheduling.test_workloads import KINDS


def kept(value: Any) -> Any:
    return orjson.loads(orjson.dumps(value))


@given(st.sampled_from(KINDS), BODIES, BODIES, st.booleans())
def test_workloads(kind: str, body: dict[str, Any], spec: dict[str, Any], hook: bool) -> None:
    one = workload(Given(kind, "shop", "web", body, {"app": "web"}, spec, hook))
    assert workload_of(kept(workload_json(one))) == one


def test_a_workload_with_everything() -> None:
    spec = {
        "hostNetwork": True, "priorityClassName": "high", "nodeSelector": {"rack": "r1"},
        "containers": [{"resources": {"requests": {"cpu": "1e999"}}, "ports": [{"containerPort": 80}]}],
        "volumes": [{"persistentVolumeClaim": {"claimName": "data"}}],
    }  # fmt: skip
    one = workload(Given("StatefulSet", "shop", "web", {"spec": {"replicas": 10**30}}, {"app": "web"}, spec, True))
    assert (one.important, one.claims, one.ports, one.ordered, one.passing) == (
        "high", ("data",), (("0.0.0.0", "TCP", 80),), True, True,
    )  # fmt: skip
    assert workload_of(kept(workload_json(one))) == one


@given(BODIES, BODIES)
def test_claims_volumes_and_classes(body: dict[str, Any], spec: dict[str, Any]) -> None:
    given_ = {**body, "spec": spec}
    one, other, third = claim("shop", "data", given_), volume("data", given_), importance("high", given_)
    assert claim_of(kept(claim_json(one))) == one
    assert volume_of(kept(volume_json(other))) == other
    assert importance_of(kept(importance_json(third))) == third
