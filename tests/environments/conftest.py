"""One copy of the charts and environments for all tests that only read them."""

import pytest

from tests.conftest import Repository
from tests.environments.own import ENVIRONMENTS, copied, render


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    top = tmp_path_factory.mktemp("ours")
    for folder in ("work", "home"):
        (top / folder).mkdir()
    made = Repository(top / "work", top / "home")
    made.git("init", "-q", "-b", "main")
    return copied(made)


@pytest.fixture(scope="session")
def rendered(ours: Repository) -> dict[str, dict[str, str]]:
    """What each environment renders in a pipeline, by release."""
    return {name: render(ours, name) for name in ENVIRONMENTS}
