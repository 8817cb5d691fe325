"""`rendiff init --chart NAME`: the files of a chart to begin with, which the rules have nothing against."""

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import PipelineError
from pipeline.manifests.emitting import dump
from pipeline.repository import git

_SKELETON: Final = Path(__file__).parents[1] / "skeleton"
_ENDING: Final = ".tmpl"
# Stands for the name of the chart. Helm's own braces stay what they are.
_MARK: Final = "__chart__"
# Words of lower case letters and digits with hyphens between (helm.sh/docs/chart_best_practices/conventions), and short
# enough to leave room for component and release in the 63 characters of a name.
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Maintainer:
    """Who answers for a chart."""

    name: str
    email: str


def maintainer(folder: Path) -> Maintainer:
    """Whoever git says works in this folder; PipelineError where it does not know."""
    name, email = git.setting(folder, "user.name"), git.setting(folder, "user.email")
    if not name or not email:
        raise PipelineError(
            "a chart has a maintainer, and git does not know who you are: set it with `git config user.name` and "
            "`git config user.email`"
        )
    return Maintainer(name, email)


def new_chart(name: str, who: Maintainer) -> dict[str, str]:
    """The texts of a new chart by path within it; PipelineError for what cannot be the name of one."""
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise PipelineError(
            f"{name!r} cannot be the name of a chart: lower case letters, digits and single hyphens between them, "
            f"a letter first, at most {_LONGEST} characters"
        )
    templates = sorted(_SKELETON.rglob(f"*{_ENDING}"))
    files = {str(file.relative_to(_SKELETON)).removesuffix(_ENDING): file.read_text("utf-8") for file in templates}
    made = {path: text.replace(_MARK, name) for path, text in files.items()}
    return {**made, "Chart.yaml": made["Chart.yaml"] + dump({"maintainers": [asdict(who)]})}
