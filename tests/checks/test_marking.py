"""What a crash of a rule says is scrubbed like a message."""

from pipeline.checks.judging import Crash, Verdict
from pipeline.checks.marking import marked
from pipeline.checks.places.locating import Sources
from pipeline.checks.scrubbing import Scrubber
from pipeline.model.resource import Resource, ResourceId


def test_a_crash_shows_no_secret() -> None:
    body = {"kind": "Secret", "data": {"a": "hunter2hunter2"}}
    scrubber = Scrubber([body], [Resource(ResourceId("", "Secret", "", "a"), body, secret=("/data/a",))])
    judged = Verdict(crashes=(Crash("SEC001", "ValueError: invalid literal: 'hunter2hunter2'"),))
    assert marked(judged, Sources("", {}), "a", scrubber=scrubber).crashes == (
        ("SEC001", "ValueError: invalid literal: '(masked)'"),
    )
