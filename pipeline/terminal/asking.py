"""The flags of the command line as a request, over rendiff.yaml, over what is so anyway."""

from collections.abc import Mapping
from typing import Any

from pipeline.commands.request import Request
from pipeline.engines.workers import Crew
from pipeline.errors import ConfigError, PipelineError
from pipeline.repository.assignments import assignments
from pipeline.repository.defaults import Defaults, read_defaults
from pipeline.repository.plan import Selection
from pipeline.repository.sides import find_root
from pipeline.repository.tree import folder_file
from pipeline.surroundings import Surroundings, surroundings
from pipeline.terminal.progress import progress

Flags = Mapping[str, Any]


def request_of(flags: Flags, anywhere: bool = False) -> tuple[Request, Defaults]:
    """What is asked for, and the defaults of the working tree; PipelineError for what cannot be asked.

    anywhere: no environments are needed; rendiff.yaml counts where it stands in the folder of the run.
    """
    world = surroundings()
    if flags.get("show_secrets") and world.in_ci:
        raise PipelineError("--show-secrets is not for CI: what a job prints stays in its log")
    root = world.folder if anywhere else find_root(world.folder)
    defaults = read_defaults(folder_file(root, "rendiff.yaml"))
    if defaults.problems:
        raise ConfigError(defaults.problems)
    request = Request(
        root=root,
        world=world,
        selection=Selection(tuple(flags["environments"]), tuple(flags["releases"])),
        crew=_crew(flags, defaults, world),
        variables=flags.get("variables", "default"),
        show_secrets=flags.get("show_secrets", False),
        cache=flags["cache"],
        progress=progress(world),
        overrides=tuple(one for text in flags.get("set", ()) for one in assignments(text)),
    )
    return request, defaults


def colored(flags: Flags, tty: bool, world: Surroundings) -> bool:
    """Whether to colour: as told, else on a terminal that does not ask for none (no-color.org)."""
    if flags["color"] != "auto":
        return bool(flags["color"] == "always")
    return tty and not world.variables.get("NO_COLOR") and world.variables.get("TERM") != "dumb"


def _crew(flags: Flags, defaults: Defaults, world: Surroundings) -> Crew:
    def chosen(name: str, otherwise: Any) -> Any:
        given = flags.get(name)
        return given if given is not None else defaults.flags.get(name, otherwise)

    engine = chosen("engine", "embedded")
    if engine not in ("embedded", "helm"):
        raise PipelineError(f"rendiff.yaml: engine must be embedded or helm, not {engine!r}")
    return Crew(engine, flags["program"], max(1, int(chosen("jobs", world.processors))), float(chosen("timeout", 60)))
