"""The engines print what `helm template` prints, document for document, byte for byte."""

from pathlib import Path

import pytest

from pipeline.engines.embedded import ENGINE
from pipeline.engines.helm import Program
from tests.helm.clis import SDK, VERSIONS, helm
from tests.parity.case import cli_outcome, engine_outcome, job_of, write
from tests.parity.cases import CASES


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
    assert engine_outcome(Program(str(program)), job_of(case, folder)) == cli_outcome(program, case, folder)
