"""What is shown of an outcome."""

from pipeline.model.node import Node
from pipeline.model.schedule import Lodged
from pipeline.scheduling.arriving import Needs
from pipeline.scheduling.outcome import outcome
from pipeline.scheduling.picture import racks, staying
from pipeline.scheduling.workloads import Given, workload
from tests.scheduling.scenarios import MASTER, MINION_0, nodes, sets

ZONED = (
    Node("b", {"topology.kubernetes.io/zone": "z1"}, ({"key": "k", "value": "v", "effect": "NoSchedule"}, {"key": "e"})),
    Node("a", {"rack": "r1", "topology.kubernetes.io/zone": "z9"}, allocatable={"cpu": "2", "pods": 5}, reserved={"cpu": "500m"}),
    Node("c", {}, cordoned=True),
    Node("g-1", {}, group="g"),
)  # fmt: skip


def test_nodes_stand_in_their_racks_or_zones() -> None:
    found = racks(outcome(Needs(()), ZONED))
    assert [(rack.name, [node.name for node in rack.nodes]) for rack in found] == [
        ("", ["c"]),
        ("r1", ["a"]),
        ("z1", ["b"]),
    ]
    (stray,), (own,), (other,) = (rack.nodes for rack in found)
    assert stray.cordoned
    assert own.room == {"cpu": 1500, "pods": 5}
    assert other.taints == ("k=v:NoSchedule", "e:None")


def test_pods_are_known_by_their_workload_not_by_its_name_alone() -> None:
    body = {"spec": {"replicas": 2}}
    spec = {"containers": [{"resources": {"requests": {"cpu": "100m"}}}]}
    same = tuple(workload(Given(kind, "shop", "web", body, {}, spec)) for kind in ("Deployment", "StatefulSet"))
    ((rack),) = racks(outcome(Needs(same, ("one", "two")), ZONED[1:2]))
    (node,) = rack.nodes
    assert node.pods == (
        Lodged("one", "Deployment", "shop", "web", (0, 1)), Lodged("two", "StatefulSet", "shop", "web", (0, 1)),
    )  # fmt: skip
    assert node.asked == {"cpu": 400, "pods": 4}


def test_what_comes_and_ends_is_not_in_the_picture() -> None:
    job = workload(Given("Job", "shop", "once", {}, {}, {"containers": [{"resources": {"requests": {"cpu": 1}}}]}))
    found = outcome(Needs((job,)), ZONED[1:2])
    assert racks(found)[0].nodes[0].pods == ()
    assert racks(found)[0].nodes[0].asked == {"cpu": 0, "pods": 0}
    shown = staying(found.stays[0])
    assert (shown.passing, shown.most, shown.eligible) == (True, 1, ("a",))


def test_a_workload_as_it_is_shown() -> None:
    found = outcome(Needs(sets("obs6", "obs7"), ("a", "b")), nodes(tainted=True))
    one, other = map(staying, found.stays)
    assert one.key == ("a", "StatefulSet", "test", "obs6")
    assert one.decided == {0: MINION_0, 1: MINION_0, 2: MINION_0}
    assert (other.eligible, other.decided, other.waits, other.untried) == ((MASTER, MINION_0), {}, "", 0)
