"""LOG: what containers have printed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from pipeline.checks.hit import Hit
from pipeline.checks.patterns import complaint, matcher
from pipeline.checks.rule import INFO, SHOULD, live
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.manifest import Manifest
from pipeline.checks.subjects.pod import Container, Pod
from pipeline.checks.subjects.readiness import containers
from pipeline.manifests.reading import at, text

_FALLBACK: Final = "FallbackToLogsOnError"
_LONGEST: Final = 2048  # characters of a message that the cluster keeps


@live("LOG003", SHOULD, INFO, "reason")
def adopted_format(live: Live) -> Iterator[Hit]:
    """Log lines follow the adopted format."""
    wanted = live.rendered.settings.log_format
    form = matcher(wanted)
    if not wanted or form is None:
        unset = "to review: log lines, for no logFormat says what they look like"
        yield live.hit("Environment", "logFormat", f"logFormat {complaint(wanted)}" if wanted else unset)
        return
    for pod in live.rendered.pods:
        records = () if pod.owner.is_test else live.pods(pod.owner)
        for container in pod.every if records else ():
            yield from _judged(live, pod, container, records[0], form)


def _judged(live: Live, pod: Pod, container: Container, record: Manifest, form: Callable[[str], bool]) -> Iterator[Hit]:
    kind, name = pod.kind, pod.owner.name
    said = f"container {container.name!r} of {kind} {name!r}"
    lines = _last_words(container, record)
    if lines:
        strange = sum(not form(line) for line in lines)
        if strange:
            message = f"{strange} of the last {len(lines)} lines of {said} do not follow logFormat"
            yield live.hit(kind, name, message, key=container.name)
    else:
        asked = live.command("logs", record.name, "--container", container.name, "--tail=100")
        message = f"to review: whether the lines of {said} match {live.rendered.settings.log_format!r}: {asked}"
        yield live.hit(kind, name, message, INFO, container.name)


def _last_words(container: Container, record: Manifest) -> list[str]:
    """The end of a container's log, where the cluster has kept it: of one that failed and has no message of its own
    (kubernetes.io/docs: "Determine the Reason for Pod Failure")."""
    if container.body.get("terminationMessagePolicy") != _FALLBACK:
        return []
    status: Mapping[str, Any] = next((one for one in containers(record) if one.get("name") == container.name), {})
    for state in ("state", "lastState"):
        message = text(at(status, state, "terminated", "message"))[-_LONGEST:]
        if message:
            return [line for line in message.splitlines() if line.strip()]
    return []
