"""Addresses of services on the network that a text names."""

import time

import pytest

from pipeline.checks.endpoints import endpoints


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mysql.example.org:3306", ["mysql.example.org:3306"]),
        ("10.0.0.1:53", ["10.0.0.1:53"]),
        ("http://api.example.org/v1?q=1", ["api.example.org"]),
        ("http://user:word@db.example.org:5432/a", ["db.example.org:5432"]),
        ("user:word@tcp(mysql:3306)/shop", ["mysql:3306"]),
        ("host=db port=5432 user=me", ["db"]),
        ("Server=db;Database=shop;", ["db"]),
        ("a\nproxy_pass http://back:8080;\n# see http://docs.example.org", ["back:8080"]),
        ("https://a.example.org, http://b.example.org)", ["a.example.org", "b.example.org"]),
        ("http://a/ http://a/", ["a"]),
        ("localhost:80 127.0.0.1:80 0.0.0.0:80 http://[::1]:80/ https://kubernetes.default.svc", []),
        ('xmlns="http://www.w3.org/2000/svg"', []),
        ("unix:///run/app.sock file:///etc/app", []),
        ("http://$(HOST):80/ http://${HOST}/ http://%s/ http://*:80", []),
        ("quay.io/app/web:1234 12:30 :8080", []),
        ("{timeout:5000}", []),
        ("--host=db", []),
        ("http://status.localhost:8080/", []),
        ("upstream back {\n  server front;\n}\nproxy_pass http://back/;", []),
        ("a = 1 # see http://docs.example.org\nb", []),
        ("", []),
    ],
)
def test_addresses_are_told_from_everything_else(text: str, found: list[str]) -> None:
    assert list(endpoints(text)) == found


@pytest.mark.parametrize("piece", ["a.", "a-", "://", "host=", "host=a;", "@a", "1.", "x:", "\n://"])
def test_no_text_takes_long(piece: str) -> None:
    """`host=` again and again took minutes."""
    began = time.perf_counter()
    list(endpoints(piece * 50_000))
    assert time.perf_counter() - began < 5
