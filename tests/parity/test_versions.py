"""The table of what Helm's versions do differently is true."""

from pathlib import Path

from tests.parity.versions import table

PAGE = Path(__file__).parents[2] / "docs" / "parity.md"


def test_the_table_in_the_docs_is_what_the_programs_do() -> None:
    shown = PAGE.read_text("utf-8").split("<!-- versions -->\n")[1].split("<!-- /versions -->")[0]
    assert shown == table()
