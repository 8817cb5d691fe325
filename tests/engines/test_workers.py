"""A dead or late worker fails its release alone, and an interrupted run leaves none behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.engines import frames
from pipeline.engines.bundle import Order
from pipeline.engines.engine import Job
from pipeline.engines.frames import REFUSED, RESOURCES
from pipeline.engines.workers import Crew, render_all
from pipeline.errors import PipelineError
from tests.conftest import CHART, ENVIRONMENT, Repository

GOOD = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: good}\n"
ENDLESS = '{{ $_ := set .Values "t" "{{ tpl .Values.t . }}" }}{{ tpl .Values.t . }}'
LATE = "{{ range $i := until 100000 }}{{ range $j := until 100000 }}{{ end }}{{ end }}"


def _order(folder: Path, name: str, template: str) -> bytes:
    chart = folder / name
    (chart / "templates").mkdir(parents=True)
    (chart / "Chart.yaml").write_text(f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n")
    (chart / "templates" / "t.yaml").write_text(template)
    return frames.order_text(Order(Job(chart, "rel", "shop", "1.34.2", (), {}), key=b"k"), shown=False)


@pytest.mark.parametrize(
    ("template", "words"), [(ENDLESS, "never ends|did not finish"), (LATE, "did not finish within 8 s")]
)
def test_one_bad_template_fails_one_release(tmp_path: Path, template: str, words: str) -> None:
    orders = {
        "bad": _order(tmp_path, "bad", template),
        **{f"good{index}": _order(tmp_path, f"good{index}", GOOD) for index in range(6)},
    }
    answers = dict(render_all(orders, Crew(jobs=2, timeout=8), os.environ))
    assert answers.keys() == orders.keys()
    assert {name for name, answer in answers.items() if answer.kind == REFUSED} == {"bad"}
    assert any(word in answers["bad"].payload.decode() for word in words.split("|"))
    assert all(answers[f"good{index}"].kind == RESOURCES for index in range(6))


def test_an_engine_that_does_not_start_is_said_once(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="engine does not start"):
        list(render_all({"a": _order(tmp_path, "a", GOOD)}, Crew("helm", str(tmp_path / "nosuch")), os.environ))


def test_a_worker_sees_no_variable_of_ours(tmp_path: Path) -> None:
    order = _order(tmp_path, "a", "kind: X\nv: '{{ env \"CI_JOB_TOKEN\" }}'\n")
    ((_, answer),) = render_all({"a": order}, Crew(jobs=1), {**os.environ, "CI_JOB_TOKEN": "hush"})
    assert b"hush" not in answer.payload


def _children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in found.splitlines()]
    return [int(row[0]) for row in rows if int(row[1]) == pid and "pipeline.worker" in row[2]]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_within_a_second_and_leaves_nothing(
    repository: Repository, number: signal.Signals
) -> None:
    repository.commit(
        {**CHART, "charts/web/templates/late.yaml": LATE, "environments/ci/environment.yaml": ENVIRONMENT}
    )
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", "render", "--output-dir", "out"], cwd=repository.root, stderr=subprocess.PIPE,
        env={**os.environ, "HOME": str(repository.home), "TMPDIR": str(repository.home)}, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored where the tests run in the background
    ) as run:  # fmt: skip
        while not (workers := _children(run.pid)) and run.poll() is None:
            time.sleep(0.05)
        time.sleep(0.7)
        began = time.monotonic()
        run.send_signal(number)
        said = run.communicate(timeout=10)[1]
    assert time.monotonic() - began < 1
    assert run.returncode == 130
    assert "interrupted" in said
    assert not (repository.root / "out").exists()
    assert [path for path in repository.home.iterdir() if path.name.startswith("rendiff-")] == []
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def test_the_time_is_found_to_vary_and_nobody_waits_for_it(tmp_path: Path) -> None:
    clock = 'kind: X\nat: {{ now | date "15:04:05" | quote }}\nfixed: 1\n'
    orders = {}
    for index in range(8):
        chart = tmp_path / f"c{index}"
        _order(tmp_path, chart.name, clock)
        job = Job(chart, "rel", "shop", "1.34.2", (), {})
        orders[chart.name] = frames.order_text(Order(job, repeats=1, waits=True, key=b"k"), shown=False)
    began = time.monotonic()
    answers = dict(render_all(orders, Crew(jobs=1), os.environ))
    assert time.monotonic() - began < 7
    assert all(frames.resources_of(answer.payload)[0].unstable == ("/at",) for answer in answers.values())
