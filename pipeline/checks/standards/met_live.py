"""MET: what the metrics of running pods look like."""

from collections.abc import Iterator
from typing import Final

from pipeline.checks.hit import Hit
from pipeline.checks.rule import INFO, SHOULD, live
from pipeline.checks.subjects.live import Live
from pipeline.checks.subjects.metrics import handlers
from pipeline.checks.subjects.readiness import one_of
from pipeline.checks.subjects.serving import servers

# A test that hands metrics to this tool has read them as Prometheus does.
_JUDGE: Final = "promtool"


@live("MET003", SHOULD, INFO, "reason")
def standard_format(live: Live) -> Iterator[Hit]:
    """Metrics use a standard format."""
    release = live.rendered
    services = servers(release)
    for pod in release.pods if not live.proves(_JUDGE) else ():
        running = [one for one in live.pods(pod.owner) if one_of(one, "Running")] if pod.long_running else []
        for handler in handlers(pod, services.get(pod.owner.index, ()), release.settings.metrics) if running else ():
            if handler.port is not None:
                home = running[0].namespace or live.namespace
                path = (
                    f"/api/v1/namespaces/{home}/pods/{running[0].name}:{handler.port}/proxy/{handler.path.lstrip('/')}"
                )
                asked = live.command("get", "--raw", path)
                message = f"to review: whether the metrics of {pod.kind} {pod.owner.name!r} are in the format of Prometheus: {asked}"
                yield live.hit(pod.kind, pod.owner.name, message, INFO)
                break
