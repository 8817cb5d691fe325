"""The engines print what `helm template` prints, document for document, byte for byte."""

from pathlib import Path

import pytest

from pipeline.engines.embedded import ENGINE
from pipeline.engines.helm import Program
from pipeline.manifests.kyaml import load_all
from tests.helm.clis import SDK, VERSIONS, helm
from tests.parity.case import cli_outcome, engine_outcome, job_of, write
from tests.parity.cases import CASES

# rendiff merges the documents of a values file before any engine sees them, as Helm 4 does; Helm 3 reads the first alone.
MERGED = ("values: several documents", "values: empty documents")


@pytest.mark.parametrize("name", CASES)
def test_embedded_engine_prints_what_its_helm_prints(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    folder = write(case, tmp_path)
    assert engine_outcome(ENGINE, job_of(case, folder)) == cli_outcome(helm(SDK), case, folder)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", CASES)
def test_helm_engine_prints_what_its_helm_prints(name: str, version: str, tmp_path: Path) -> None:
    case = CASES[name]
    folder = write(case, tmp_path)
    program = helm(version)
    values_from_helm_4 = version.startswith("3.") and name in MERGED
    theirs = cli_outcome(helm(SDK) if values_from_helm_4 else program, case, folder)
    ours = engine_outcome(Program(str(program)), job_of(case, folder))
    assert (
        (load_all(ours.stream), ours.reason) == (load_all(theirs.stream), theirs.reason)
        if values_from_helm_4
        else ours == theirs
    )
