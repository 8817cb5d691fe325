"""Where the command `rendiff` and `python -m pipeline` begin."""

import os
import signal
import sys


def main() -> None:
    """Runs the command line and ends with its exit code, without the time that taking Python down would cost."""
    signal.signal(signal.SIGTERM, _interrupted)
    from pipeline.cli import run

    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os._exit(code)


def _interrupted(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
