"""`rendiff cache` as a user runs it."""

from tests.conftest import Repository


def test_show_prune_and_clear(shop: Repository) -> None:
    assert shop.rendiff("cache").out.startswith("0 renderings and verdicts, 0.0 MiB in ")
    shop.rendiff("diff")
    assert shop.rendiff("cache", "show").out.startswith("2 renderings")
    assert shop.rendiff("cache", "prune", "--to", "0").code == 0
    assert shop.rendiff("cache").out.startswith("0 renderings")
    shop.rendiff("diff")
    assert shop.rendiff("cache", "clear").out == "2 renderings and verdicts dropped\n"
