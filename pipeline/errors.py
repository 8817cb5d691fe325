"""What can go wrong in a way that the user can mend.

PipelineError             one sentence for the user, exit code 3
├── ConfigError           mistakes in the user's files, all of them at once
├── CommandError          a child process failed; carries command, exit code and stderr
└── RepositoryError       git cannot answer: no repository, unknown revision
"""

from collections.abc import Sequence

from pipeline.model.problem import Problem


class PipelineError(Exception):
    """The job cannot be done; the message is one sentence that says what to mend."""


class ConfigError(PipelineError):
    """Mistakes in configuration files.

    problems: every mistake found, in the order of file and line.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class CommandError(PipelineError):
    """A child process ended with a code other than zero.

    argv: the command; code: its exit code (negative: the signal); stderr: what it said.
    """

    def __init__(self, argv: Sequence[str], code: int, stderr: str) -> None:
        said = stderr.strip().splitlines()
        super().__init__(f"`{' '.join(argv)}` failed with code {code}: {said[-1] if said else 'no message'}")
        self.argv = tuple(argv)
        self.code = code
        self.stderr = stderr


class RepositoryError(PipelineError):
    """Git cannot answer what was asked."""
