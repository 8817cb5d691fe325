"""Which Helm an engine is."""

from pipeline.engines.embedded import ENGINE
from pipeline.engines.versions import EMBEDDED, engine_version
from tests.helm.clis import SDK, helm


def test_the_name_of_the_embedded_engine_is_that_of_its_sdk() -> None:
    assert ENGINE.name == EMBEDDED == f"embedded {SDK}"


def test_the_helm_engine_asks_the_program() -> None:
    assert engine_version("helm", str(helm("3.22.0"))) == "helm 3.22.0"
