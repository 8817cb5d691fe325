"""docs/standards.md is what the rules and their words say."""

from tests.checks.standards_page import PAGE, page


def test_the_page_is_made_of_the_rules() -> None:
    assert PAGE.read_text("utf-8") == page()
