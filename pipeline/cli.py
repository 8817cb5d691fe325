"""The command line: flags in, text and exit codes out. Nothing else in the program touches these."""

import sys
from functools import partial
from typing import Any

import click

from pipeline import __version__
from pipeline.flags import (
    ALLOWED,
    BASE,
    ENGINE,
    EXPLAIN,
    HEAD,
    JUDGED,
    KUBE_VERSION,
    OF_CHART,
    OF_REPOSITORY,
    OUTPUT,
    REPORTED,
    SELECTION,
    SET,
    SHOWN,
    VARS,
    VERDICT,
    flag,
    output,
    refuse,
)
from pipeline.verdict import FAILED, INTERRUPTED, OK


@click.group(
    help="What exactly will change, in which environment, is it allowed, and why.",
    epilog="Exit codes: 0 nothing to object to, 1 the review says no, 2 changes (--detailed-exitcode), 3 could not do it, 130 interrupted.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, message="rendiff %(version)s")
def rendiff() -> None:
    """The group of all commands; its help is above, this line is for readers of the code."""


@rendiff.command(short_help="What changes between two revisions, judged.")
@SELECTION
@BASE
@HEAD
@ENGINE
@REPORTED
@SHOWN
@EXPLAIN
@VERDICT
def review(**flags: Any) -> int:
    """What changes between two revisions of the repository in each environment, and whether it is allowed."""
    from pipeline.terminal import reviewing

    return reviewing.review(flags)


@rendiff.command(short_help="What changes between two revisions, or two sets of manifests.")
@click.argument("files", nargs=-1, metavar="[OLD NEW]")
@SELECTION
@BASE
@HEAD
@ENGINE
@REPORTED
@SHOWN
@ALLOWED
def diff(files: tuple[str, ...], **flags: Any) -> int:
    """What changes between two revisions of the repository; or between two files, folders or streams (-) of manifests."""
    from pipeline.terminal import reviewing

    if files:
        refuse(OF_REPOSITORY, "is for revisions, not for OLD and NEW")
    return reviewing.diff_files(files, flags) if files else reviewing.review(flags, judged=False)


@rendiff.command(short_help="What the rules say of charts and environments.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@SELECTION
@HEAD
@ENGINE
@REPORTED
@JUDGED
@flag("--objects", multiple=True, metavar="FILE", help="What runs, as `kubectl get ... -o yaml` prints it; repeatable.")
@KUBE_VERSION
def validate(paths: tuple[str, ...], **flags: Any) -> int:
    """What the standards, Kubernetes and Helm say of each chart and of what it renders in each environment.

    With PATHs: of charts (folders, archives, folders with charts in them) and of plain manifests (files, folders, -), wherever
    they are. A PATH with nothing to judge in it ends with 3.
    """
    from pipeline.terminal import reviewing

    if paths:
        refuse({**OF_REPOSITORY, "objects": "--objects"}, "is for environments, which PATHs have none of")
    else:
        refuse({"kube_version": "--kube-version"}, "is for PATHs; an environment has its own in environment.yaml")
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
@flag("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="[default: auto]")
def rules(ids: tuple[str, ...], **flags: Any) -> int:
    """The rules by which charts are judged; with ids (globs allowed) their manual pages."""
    from pipeline.terminal import ruling

    return ruling.rules(ids, flags)


@rendiff.command(short_help="The manifests as Helm renders them.")
@click.argument("path", required=False, metavar="[PATH]")
@SELECTION
@HEAD
@ENGINE
@VARS
@flag("--output-dir", metavar="FOLDER", help="One file a resource, below FOLDER/environment/release.")
@flag("--show-secrets", is_flag=True, help="Leave secrets readable; never in CI.")
@SET
@flag("--name", default="test", show_default=True, metavar="NAME", help="Of the release of PATH.")
@flag("--namespace", default="default", show_default=True, metavar="NAME", help="Of the release of PATH.")
@flag(
    "-f", "--values", "files", multiple=True, metavar="FILE", type=click.Path(exists=True, dir_okay=False),
    help="Values for PATH; repeatable, later ones count.",
)  # fmt: skip
@KUBE_VERSION
def render(path: str | None, **flags: Any) -> int:
    """The manifests of each release as Helm renders them; what is secret is masked so that it cannot be applied.

    With PATH: of one chart, a folder or an archive, wherever it is and with no environments at all.
    """
    from pipeline.terminal import rendering

    if path is not None:
        refuse(OF_REPOSITORY | {"variables": "--vars"}, "is for environments, which PATH has none of")
    else:
        refuse(OF_CHART, "is for PATH; an environment has its own in environment.yaml")
    return rendering.render(path, flags)


@rendiff.command(short_help="The merged values, with file and line of each.")
@SELECTION
@HEAD
@ENGINE
@SET
@flag("--compare", nargs=2, metavar="ENV ENV", help="What differs between two environments.")
@OUTPUT
@flag("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="[default: auto]")
def values(**flags: Any) -> int:
    """The merged values of each release with the layer, file and line that each comes from."""
    from pipeline.terminal import valuing

    return valuing.values(flags)


@rendiff.command(short_help="Where the pods of an environment can run.")
@SELECTION
@flag("--base", metavar="REF", help="Say what has changed since this revision.")
@flag("-v", "--verbose", is_flag=True, help="Show every workload.")
@HEAD
@ENGINE
@output("text, json or svg")
@flag("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="[default: auto]")
def schedule(**flags: Any) -> int:
    """Whether each pod finds a node, and which, by environments/ENVIRONMENT/nodes.yaml and kube-scheduler's own filters.

    Ends with 1 where a pod waits whatever kube-scheduler chooses.
    """
    from pipeline.terminal import scheduling

    return scheduling.schedule(flags)


@rendiff.command(short_help="Something to begin with: a chart.")
@flag("--chart", metavar="NAME", help="A chart in charts/NAME that the rules have nothing against.")
def init(chart: str | None) -> int:
    """Something to begin with, written where nothing is yet: --chart NAME makes a chart in charts/."""
    from pipeline.terminal import initing

    if chart is None:
        raise click.UsageError("say what there is to be: --chart NAME for a chart in charts/")
    return initing.chart(chart)


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
