"""The flags that several commands share. Each can be set by a variable too."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import click
from click.core import ParameterSource

Command = Callable[..., Any]


def flag(*names: str, **settings: Any) -> Callable[[Command], Command]:
    """An option that the variable RENDIFF_<FLAG> sets too."""
    variable = (
        "RENDIFF_" + next(name for name in names if name.startswith("--"))[2:].split("/")[0].replace("-", "_").upper()
    )
    return click.option(*names, envvar=variable, show_envvar=False, **settings)


def _flags(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    return lambda command: reduce(lambda done, option: option(done), reversed(options), command)


def refuse(flags: Mapping[str, str], reason: str) -> None:
    """Ends the command where one of these is given on the command line, for it would do nothing. flags: by parameter."""
    context = click.get_current_context()
    for name, said in flags.items():
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{said} {reason}")


class _Reported(click.Option):
    """`-o` of commands that make a report. The formats there are, in place of {}, are only asked for where help is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        from pipeline.formats.registry import NAMES

        self.help = (self.help or "").format(f"{', '.join(NAMES[:-1])} or {NAMES[-1]}")
        return super().get_help_record(ctx)


def output(formats: str, **settings: Any) -> Callable[[Command], Command]:
    """`-o` of a command that has these formats."""
    said = f"{formats}, to stdout or to a file; repeatable.  [default: text]"
    return flag("-o", "--output", "outputs", multiple=True, metavar="FORMAT[=FILE]", help=said, **settings)


SELECTION = _flags(
    flag("-e", "--environment", "environments", multiple=True, metavar="GLOB",
         help="Only these environments; repeatable."),
    flag("-r", "--release", "releases", multiple=True, metavar="GLOB", help="Only these releases; repeatable."),
)  # fmt: skip
ENGINE = _flags(
    flag("--engine", type=click.Choice(("embedded", "helm")), help="What renders.  [default: embedded]"),
    flag("--helm", "program", metavar="PATH", default="helm", help="The helm program of the helm engine."),
    flag("--timeout", type=click.FloatRange(min=0.1), metavar="SECONDS", help="For one release.  [default: 60]"),
    flag("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that render.  [default: one a processor]"),
    flag("--cache/--no-cache", default=True, help="Keep renderings for the next run."),
)
VARS = flag(
    "--vars", "variables", type=click.Choice(("default", "env")), default="default", show_default=True,
    help="What ${NAME} stands for: its default, or the process environment.",
)  # fmt: skip
HEAD = flag("--head", metavar="REF", help="The revision to look at.  [default: the working tree]")
BASE = flag("--base", metavar="REF", help="The revision to compare with.  [default: where the branch began]")
REPORTED = output("{}", cls=_Reported)
OUTPUT = output("text or json")
SHOWN = _flags(
    flag("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="[default: auto]"),
    flag("--show-unstable", is_flag=True, help="Show fields that vary with each rendering."),
    flag("-v", "--verbose", is_flag=True, help="Show everything: nothing folded, nothing cut."),
)
EXPLAIN = flag("--explain", is_flag=True, help="The manual page of each rule beneath its first finding.")
JUDGED = _flags(
    EXPLAIN,
    flag("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="[default: auto]"),
    flag("-v", "--verbose", is_flag=True, help="Show everything: waived findings, every place."),
    flag("--fail-on", metavar="LIST", help="error, warning, each with :ENVIRONMENT if wanted.  [default: error]"),
)
_DETAILED = flag("--detailed-exitcode", is_flag=True, help="End with 2 where there are changes.")
VERDICT = _flags(
    flag("--fail-on", metavar="LIST", help="error, warning, replace, delete, each with :ENVIRONMENT if wanted."),
    _DETAILED,
)
ALLOWED = _flags(
    flag("--fail-on", metavar="LIST", help="replace, delete, each with :ENVIRONMENT if wanted."), _DETAILED
)
KUBE_VERSION = flag(
    "--kube-version", metavar="VERSION", default="1.34.2", show_default=True, help="For what has no environment."
)


class _Whole(click.types.StringParamType):
    """A text that may have spaces in it in a variable too, where click takes several texts for one."""

    def split_envvar_value(self, rv: str) -> list[str]:
        return [rv]


SET = flag(
    "--set", multiple=True, type=_Whole(), metavar="KEY=VALUE", help="Over all other values, as Helm reads it; repeatable."
)  # fmt: skip
# Flags that say how a chart is installed, which environments say themselves.
OF_CHART = {"name": "--name", "namespace": "--namespace", "files": "--values", "kube_version": "--kube-version"}
# Flags that ask for a part of a repository, and mean nothing where files are named.
OF_REPOSITORY = {"environments": "--environment", "releases": "--release", "base": "--base", "head": "--head"}
