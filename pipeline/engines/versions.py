"""Which Helm an engine is, known without starting it."""

from pipeline.engines.helm import Program

# The SDK inside the helm-python-sdk wheel that pyproject.toml pins; a test holds the two together.
EMBEDDED = "embedded 4.2.3"


def engine_version(engine: str, program: str) -> str:
    """Name and version of an engine; asks the program where the engine is `helm`."""
    return Program(program).name if engine == "helm" else EMBEDDED
