"""One digest for one result, whoever renders it and however it came out by chance."""

from dataclasses import replace

from pipeline.model.resource import Resource, ResourceId
from pipeline.report.digest import digest

ID = ResourceId("", "Secret", "shop", "s")
ONE = Resource(
    ID, {"kind": "Secret", "data": {"p": "sealed:1", "q": "x"}}, "", ("/data/p",), ("sealed:a",), ("/data/p",)
)


def test_what_is_secret_or_varies_does_not_count() -> None:
    other = replace(ONE, body={"kind": "Secret", "data": {"p": "sealed:2", "q": "x"}}, steady=("sealed:b",))
    assert digest([ONE]) == digest([other])


def test_everything_else_counts() -> None:
    assert digest([ONE]) != digest([replace(ONE, body={"kind": "Secret", "data": {"p": "sealed:1", "q": "y"}})])
    open_text = replace(ONE, secret=(), steady=("port 1 (unstable)",))
    assert digest([open_text]) != digest([replace(open_text, steady=("port 2 (unstable)",))])


def test_the_order_does_not_count() -> None:
    other = replace(ONE, body={"kind": "Secret"}, unstable=(), steady=(), secret=())
    assert digest([ONE, other]) == digest([other, ONE])
