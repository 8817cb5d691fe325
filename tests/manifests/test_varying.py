"""What varies between renderings is found whatever its name, and what does not vary is still compared."""

import base64
import secrets
from collections.abc import Callable

import pytest

from pipeline.manifests.varying import unstable_leaves


def _map(name: str, **data: object) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


@pytest.mark.parametrize(
    ("first", "other", "expected"),
    [
        ([_map("a", x="1")], [_map("a", x="1")], [{}]),
        ([_map("a", x="1", y="2")], [_map("a", x="1", y="3")], [{"/data/y": "(unstable)"}]),
        ([_map("a-1", x="1")], [_map("a-2", x="1")], [{"/metadata/name": "a(unstable)"}]),
        ([_map("a", x=1)], [_map("a", x=True)], [{"/data/x": "(unstable)"}]),
        ([_map("a", x="1")], [], [{"/apiVersion": "(unstable)", "/kind": "(unstable)", "/metadata/name": "(unstable)", "/data/x": "(unstable)"}]),
        ([_map("a", x="user:abc@host")], [_map("a", x="user:xyz@host")], [{"/data/x": "user(unstable)host"}]),
        ([_map("a", x="at 2026-11-24T04:09:33 ok")], [_map("a", x="at 2026-11-24T04:09:34 ok")], [{"/data/x": "at (unstable) ok"}]),
        ([_map("a", x="2026-11-24T04:09:33Z")], [_map("a", x="2026-11-24T04:09:34Z")], [{"/data/x": "(unstable)"}]),
        ([_map("a", x="Tue 04:09:33")], [_map("a", x="Tue 04:09:34")], [{"/data/x": "Tue (unstable)"}]),
        ([_map("b"), _map("a", x="1")], [_map("a", x="2"), _map("b")], [{}, {"/data/x": "(unstable)"}]),
    ],
)  # fmt: skip
def test_leaves_that_vary(
    first: list[dict[str, object]], other: list[dict[str, object]], expected: list[dict[str, str]]
) -> None:
    assert list(unstable_leaves(first, [other])) == [dict(sorted(one.items())) for one in expected]


def test_a_key_that_comes_and_goes_makes_its_map_vary() -> None:
    assert unstable_leaves([_map("a")], [[_map("a", x="1")]]) == ({"/data": "(unstable)"},)


def test_the_rest_of_a_text_is_steady() -> None:
    texts = [f"port = 80\npassword = {secrets.token_urlsafe(12)}\nhost = x\n" for _ in range(4)]
    first, *others = ([_map("a", x=text)] for text in texts)
    (found,) = unstable_leaves(first, others)
    assert found["/data/x"].startswith("port = 80\npassword = ")
    assert found["/data/x"].endswith("host = x\n")


def test_the_text_behind_base64_is_what_counts() -> None:
    one, other = (base64.b64encode(f"user=admin pass={word} port=5432".encode()).decode() for word in ("aaaa", "bbbb"))
    (found,) = unstable_leaves([_map("a", x=one)], [[_map("a", x=other)]])
    assert found == {"/data/x": "user=admin (unstable) port=5432"}


def _pem(word: str) -> str:
    return f"-----BEGIN CERTIFICATE-----\nMIIDDTCC{word}\nAfWgAwIBAgIQ\n{word}\n-----END CERTIFICATE-----\n"


def test_lines_that_two_certificates_share_are_chance_too() -> None:
    one, other = ([_map("a", x=f"# ca\n{_pem(word)}# end")] for word in ("abcd", "wxyz"))
    assert unstable_leaves(one, [other])[0] == {"/data/x": "# ca\n(unstable)\n# end"}


@pytest.mark.parametrize(
    "make", [lambda: secrets.token_urlsafe(24), lambda: base64.b64encode(secrets.token_bytes(30)).decode()]
)
def test_what_is_steady_in_chance_is_always_the_same(make: Callable[[], str]) -> None:
    found = {str(unstable_leaves([_map("a", x=f"id: {make()}")], [[_map("a", x=f"id: {make()}")]])) for _ in range(300)}
    assert len(found) == 1
