"""docs/peers.md is made of the tables of the tests."""

from tests.peers.page import BEGIN, END, PAGE, page


def test_the_page_is_made_of_the_tables() -> None:
    found = PAGE.read_text("utf-8")
    assert found == page(found.partition(BEGIN)[2].partition(END)[0]), "run `python -m tests.peers.page`"
