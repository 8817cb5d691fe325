"""The command line: flags in, text and exit codes out. Nothing else in the program touches these."""

import sys
from collections.abc import Callable, Mapping
from functools import partial, reduce
from typing import Any

import click
from click.core import ParameterSource

from pipeline import __version__
from pipeline.verdict import FAILED, INTERRUPTED, OK

Command = Callable[..., Any]


def _flag(*names: str, **settings: Any) -> Callable[[Command], Command]:
    """An option that the variable RENDIFF_<FLAG> sets too."""
    variable = (
        "RENDIFF_" + next(name for name in names if name.startswith("--"))[2:].split("/")[0].replace("-", "_").upper()
    )
    return click.option(*names, envvar=variable, show_envvar=False, **settings)


def _flags(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    return lambda command: reduce(lambda done, option: option(done), reversed(options), command)


def _refuse(flags: Mapping[str, str], reason: str) -> None:
    """Ends the command where one of these is given on the command line, for it would do nothing. flags: by parameter."""
    context = click.get_current_context()
    for name, flag in flags.items():
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{flag} {reason}")


class _Reported(click.Option):
    """`-o` of commands that make a report. The formats there are, in place of {}, are only asked for where help is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        from pipeline.formats.registry import NAMES

        self.help = (self.help or "").format(f"{', '.join(NAMES[:-1])} or {NAMES[-1]}")
        return super().get_help_record(ctx)


def _output(formats: str, **settings: Any) -> Callable[[Command], Command]:
    said = f"{formats}, to stdout or to a file; repeatable.  [default: text]"
    return _flag("-o", "--output", "outputs", multiple=True, metavar="FORMAT[=FILE]", help=said, **settings)


_SELECTION = _flags(
    _flag("-e", "--environment", "environments", multiple=True, metavar="GLOB",
          help="Only these environments; repeatable."),
    _flag("-r", "--release", "releases", multiple=True, metavar="GLOB", help="Only these releases; repeatable."),
)  # fmt: skip
_ENGINE = _flags(
    _flag("--engine", type=click.Choice(("embedded", "helm")), help="What renders.  [default: embedded]"),
    _flag("--helm", "program", metavar="PATH", default="helm", help="The helm program of the helm engine."),
    _flag("--timeout", type=click.FloatRange(min=0.1), metavar="SECONDS", help="For one release.  [default: 60]"),
    _flag("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that render.  [default: one a processor]"),
    _flag("--cache/--no-cache", default=True, help="Keep renderings for the next run."),
)
_VARS = _flag(
    "--vars", "variables", type=click.Choice(("default", "env")), default="default", show_default=True,
    help="What ${NAME} stands for: its default, or the process environment.",
)  # fmt: skip
_HEAD = _flag("--head", metavar="REF", help="The revision to look at.  [default: the working tree]")
_BASE = _flag("--base", metavar="REF", help="The revision to compare with.  [default: where the branch began]")
_REPORTED = _output("{}", cls=_Reported)
_OUTPUT = _output("text or json")
_SHOWN = _flags(
    _flag("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="[default: auto]"),
    _flag("--show-unstable", is_flag=True, help="Show fields that vary with each rendering."),
    _flag("-v", "--verbose", is_flag=True, help="Show everything: nothing folded, nothing cut."),
)
_EXPLAIN = _flag("--explain", is_flag=True, help="The manual page of each rule beneath its first finding.")
_JUDGED = _flags(
    _EXPLAIN,
    _flag("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="[default: auto]"),
    _flag("-v", "--verbose", is_flag=True, help="Show everything: waived findings, every place."),
    _flag("--fail-on", metavar="LIST", help="error, warning, each with :ENVIRONMENT if wanted.  [default: error]"),
)
_DETAILED = _flag("--detailed-exitcode", is_flag=True, help="End with 2 where there are changes.")
_VERDICT = _flags(
    _flag("--fail-on", metavar="LIST", help="error, warning, replace, delete, each with :ENVIRONMENT if wanted."),
    _DETAILED,
)
_ALLOWED = _flags(
    _flag("--fail-on", metavar="LIST", help="replace, delete, each with :ENVIRONMENT if wanted."), _DETAILED
)
# Flags that ask for a part of a repository, and mean nothing where files are named.
_OF_REPOSITORY = {"environments": "--environment", "releases": "--release", "base": "--base", "head": "--head"}


@click.group(
    help="What exactly will change, in which environment, is it allowed, and why.",
    epilog="Exit codes: 0 nothing to object to, 1 the review says no, 2 changes (--detailed-exitcode), 3 could not do it, 130 interrupted.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, message="rendiff %(version)s")
def rendiff() -> None:
    """The group of all commands; its help is above, this line is for readers of the code."""


@rendiff.command(short_help="What changes between two revisions, judged.")
@_SELECTION
@_BASE
@_HEAD
@_ENGINE
@_REPORTED
@_SHOWN
@_EXPLAIN
@_VERDICT
def review(**flags: Any) -> int:
    """What changes between two revisions of the repository in each environment, and whether it is allowed."""
    from pipeline.terminal import reviewing

    return reviewing.review(flags)


@rendiff.command(short_help="What changes between two revisions, or two sets of manifests.")
@click.argument("files", nargs=-1, metavar="[OLD NEW]")
@_SELECTION
@_BASE
@_HEAD
@_ENGINE
@_REPORTED
@_SHOWN
@_ALLOWED
def diff(files: tuple[str, ...], **flags: Any) -> int:
    """What changes between two revisions of the repository; or between two files, folders or streams (-) of manifests."""
    from pipeline.terminal import reviewing

    if files:
        _refuse(_OF_REPOSITORY, "is for revisions, not for OLD and NEW")
    return reviewing.diff_files(files, flags) if files else reviewing.review(flags, judged=False)


@rendiff.command(short_help="What the rules say of charts and environments.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@_SELECTION
@_HEAD
@_ENGINE
@_REPORTED
@_JUDGED
@_flag(
    "--objects", multiple=True, metavar="FILE", help="What runs, as `kubectl get ... -o yaml` prints it; repeatable."
)
@_flag(
    "--kube-version", metavar="VERSION", default="1.34.2", show_default=True,
    help="For PATHs, which have no environment.",
)  # fmt: skip
def validate(paths: tuple[str, ...], **flags: Any) -> int:
    """What the standards, Kubernetes and Helm say of each chart and of what it renders in each environment.

    With PATHs: of charts (folders, archives, folders with charts in them) and of plain manifests (files, folders, -), wherever
    they are. A PATH with nothing to judge in it ends with 3.
    """
    from pipeline.terminal import reviewing

    if paths:
        _refuse({**_OF_REPOSITORY, "objects": "--objects"}, "is for environments, which PATHs have none of")
    else:
        _refuse({"kube_version": "--kube-version"}, "is for PATHs; an environment has its own in environment.yaml")
    return reviewing.validate(paths, flags)


@rendiff.command(short_help="The rules: a list, or the manual page of one.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--family", metavar="FAMILY", help="Only rules of this family: IMG, SVC, K8S, ...")
@click.option("--level", type=click.Choice(("must", "should", "may")), help="Only rules of this level.")
@click.option("--severity", type=click.Choice(("error", "warning", "info")), help="Only rules of this severity.")
@click.option(
    "--stage", type=click.Choice(("chart-source", "values", "rendered", "live")), help="Only rules of this stage."
)
@click.option("--text", metavar="WORDS", help="Only rules that say this.")
@click.option("-o", "--output", metavar="FORMAT", help="text or json.  [default: text]")
@_flag("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="[default: auto]")
def rules(ids: tuple[str, ...], **flags: Any) -> int:
    """The rules by which charts are judged; with ids (globs allowed) their manual pages."""
    from pipeline.terminal import ruling

    return ruling.rules(ids, flags)


@rendiff.command(short_help="The manifests as Helm renders them.")
@_SELECTION
@_HEAD
@_ENGINE
@_VARS
@_flag("--output-dir", metavar="FOLDER", help="One file a resource, below FOLDER/environment/release.")
@_flag("--show-secrets", is_flag=True, help="Leave secrets readable; never in CI.")
def render(**flags: Any) -> int:
    """The manifests of each release as Helm renders them; what is secret is masked so that it cannot be applied."""
    from pipeline.terminal import rendering

    return rendering.render(flags)


@rendiff.command(short_help="The merged values, with file and line of each.")
@_SELECTION
@_HEAD
@_ENGINE
@_flag("--compare", nargs=2, metavar="ENV ENV", help="What differs between two environments.")
@_OUTPUT
@_flag("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="[default: auto]")
def values(**flags: Any) -> int:
    """The merged values of each release with the layer, file and line that each comes from."""
    from pipeline.terminal import valuing

    return valuing.values(flags)


@rendiff.command(short_help="Where the pods of an environment can run.")
@_SELECTION
@_flag("--base", metavar="REF", help="Say what has changed since this revision.")
@_flag("-v", "--verbose", is_flag=True, help="Show every workload.")
@_HEAD
@_ENGINE
@_output("text, json or svg")
@_flag("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="[default: auto]")
def schedule(**flags: Any) -> int:
    """Whether each pod finds a node, and which, by environments/ENVIRONMENT/nodes.yaml and kube-scheduler's own filters.

    Ends with 1 where a pod waits whatever kube-scheduler chooses.
    """
    from pipeline.terminal import scheduling

    return scheduling.schedule(flags)


@rendiff.group(short_help="The cache of renderings: show, prune, clear.", invoke_without_command=True)
@click.pass_context
def cache(context: click.Context) -> int:
    """What the cache of renderings holds, and how to make it smaller."""
    from pipeline.terminal import caching

    return OK if context.invoked_subcommand else caching.show()


@cache.command("show")
def cache_show() -> int:
    """How many renderings there are, and their size."""
    from pipeline.terminal import caching

    return caching.show()


@cache.command("prune")
@click.option(
    "--to", "megabytes", type=click.FloatRange(min=0), default=256, show_default=True, help="MiB that may stay."
)
def cache_prune(megabytes: float) -> int:
    """Drops what was not used for longest until the rest fits."""
    from pipeline.terminal import caching

    return caching.prune(megabytes)


@cache.command("clear")
def cache_clear() -> int:
    """Drops every rendering."""
    from pipeline.terminal import caching

    return caching.clear()


def run(arguments: list[str]) -> int:
    """Does what the arguments say; an exit code of pipeline.verdict, with one sentence on stderr for what cannot be done."""
    say = partial(print, file=sys.stderr)
    try:
        code = rendiff.main(arguments, prog_name="rendiff", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return FAILED
    except click.ClickException as error:
        say(f"rendiff: {error.format_message()}")
        return FAILED
    except (KeyboardInterrupt, click.Abort):
        say("rendiff: interrupted; nothing was written")
        return INTERRUPTED
    except BrokenPipeError:
        return OK
    except OSError as error:
        say(f"rendiff: {error.filename or 'the system'}: {error.strerror}")
        return FAILED
    except Exception as error:
        from pipeline.errors import PipelineError

        if not isinstance(error, PipelineError):
            raise
        from pipeline.formats.escaping import terminal

        say("\n".join(f"rendiff: {line}" for line in terminal(str(error)).split("\n")))
        return FAILED
    return code if isinstance(code, int) else OK
