"""Which checks of other tools the words of our rules name: `tool name (note)`, or with a colon behind the tool."""

from collections.abc import Iterator

from pipeline.checks.words import words


def named(tool: str) -> Iterator[tuple[str, str]]:
    """(rule, name of a check) for each mirror of one tool."""
    for rule, said in words().items():
        for mirror in said.mirrors:
            head, _, rest = mirror.partition(" ")
            if head.removesuffix(":") == tool:
                yield rule, rest.partition(" ")[0]
