"""The same fault is known again when lists grow, lines move and values vary."""

from typing import Any

import pytest

from pipeline.checks.fingerprints import Fingerprints, keyed
from pipeline.checks.hit import Hit
from pipeline.checks.judging import Ruling, Verdict
from pipeline.checks.marking import marked
from pipeline.checks.places.locating import Sources
from pipeline.checks.scrubbing import Scrubber
from pipeline.checks.settings import DEFAULTS
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.model.resource import Resource, ResourceId

IDENTITY = ResourceId("", "Pod", "shop", "web")


@pytest.mark.parametrize(
    ("body", "pointer", "expected"),
    [
        ({"env": [{"name": "A"}, {"name": "B", "value": 1}]}, "/env/1/value", "env/[B]/value"),
        ({"rules": [{"host": "a"}, {"host": "b"}]}, "/rules/1/host", "rules/[]/host"),
        ({"args": ["-a", "--to=b"]}, "/args/1", "args/[--to=b]"),
        ({"ports": [80, True, None]}, "/ports/0", "ports/[80]"),
        ({"ports": [80, True, None]}, "/ports/2", "ports/[]"),
        ({"env": [{"name": ["odd"]}]}, "/env/0", "env/[]"),
        ({"args": [[["deep"]]]}, "/args/0/0/0", "args/[]/[]/[deep]"),
        ({"data": {"1": "a"}}, "/data/1", "data/1"),
        ({"args": ["-a"]}, "/args/7", "args/[]"),
        (None, "/args/7", "args/7"),
    ],
)
def test_entries_of_lists_are_known_by_what_they_are(body: Any, pointer: str, expected: str) -> None:
    assert keyed(body, pointer) == expected


def prints(body: dict[str, Any], unstable: tuple[str, ...], *hits: Hit) -> list[str]:
    resource = Resource(IDENTITY, body, unstable=unstable, steady=("--token=(unstable)",) * len(unstable))
    release = release_of((manifest(0, body, "a.yaml"),), "1.34.2", DEFAULTS)
    judged = Verdict(tuple(Ruling("API008", hit) for hit in hits))
    verdict = marked(judged, Sources("", {}), "web", release, [IDENTITY], Scrubber([body], [resource]))
    return [mark.fingerprint for mark in verdict.marks]


def test_what_varies_makes_no_other_fault_of_it() -> None:
    one, other = (
        prints({"kind": "Pod", "args": [word]}, ("/args/0",), Hit("wrong", 0, "/args/0"))
        for word in ("--token=x7z9q2", "--token=p4k1m8")
    )
    assert one == other


def test_faults_that_nothing_else_tells_apart_are_counted() -> None:
    body = {"kind": "Ingress", "rules": [{}, {}]}
    found = prints(body, (), Hit("wrong", 0, "/rules/0"), Hit("wrong", 0, "/rules/1"))
    assert len(set(found)) == 2


class Told(bytes):
    """A file that counts how often it is cut into lines."""

    cuts = 0

    def split(self, *arguments: Any) -> list[bytes]:
        Told.cuts += 1
        return super().split(*arguments)


def test_a_file_is_cut_into_lines_once() -> None:
    found = Fingerprints("web", "", {"values.yaml": Told(b"a: 1\nb: 2\n")})
    assert len({found.of_file("VAL001", Hit("wrong", file="values.yaml", line=line)) for line in (1, 2)}) == 2
    assert Told.cuts == 1
