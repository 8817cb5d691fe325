"""Names and keys: ours against the API server's, on texts made of what is nearly right."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.checks.kubernetes.forms import (
    CONFIG_KEY,
    ENV_NAME,
    HEADER,
    INITIAL,
    LABEL,
    LABEL_KEY,
    LABEL_VALUE,
    OLD_ENV_NAME,
    PORT_NAME,
    SEGMENT,
    SUBDOMAIN,
    WILDCARD,
    Form,
    port_complaint,
    shown,
)
from tests.checks.kubernetes.judging import refused

Body = dict[str, Any]
PLAIN = ["a", "b", "z", "0", "9", "-", "."]
PIECES = [
    "a",
    "b",
    "z",
    "0",
    "9",
    "-",
    "--",
    ".",
    "..",
    "_",
    "/",
    "A",
    "Z",
    "é",
    "*",
    "%",
    " ",
    "\n",
    "=",
    "a" * 31,
    "",
]


def _object(kind: str, api: str = "v1", **more: Any) -> Body:
    return {"apiVersion": api, "kind": kind, "metadata": {"name": "a"}, **more}


def _pod(**container: Any) -> Body:
    return _object("Pod", spec={"containers": [{"name": "a", "image": "a", **container}]})


FORMS: dict[str, tuple[Form, Callable[[str], Body]]] = {
    "label": (LABEL, lambda text: _pod(name=text)),
    "initial": (INITIAL, lambda text: _object("Service", metadata={"name": text}, spec={"ports": [{"port": 1}]})),
    "subdomain": (SUBDOMAIN, lambda text: _object("ConfigMap", metadata={"name": text})),
    "segment": (SEGMENT, lambda text: _object("Role", "rbac.authorization.k8s.io/v1", metadata={"name": text})),
    "label key": (LABEL_KEY, lambda text: _object("ConfigMap", metadata={"name": "a", "labels": {text: "a"}})),
    "label value": (LABEL_VALUE, lambda text: _object("ConfigMap", metadata={"name": "a", "labels": {"a": text}})),
    "port": (PORT_NAME, lambda text: _pod(ports=[{"containerPort": 1, "name": text or "-"}])),
    "config key": (CONFIG_KEY, lambda text: _object("ConfigMap", data={text: "a"})),
    "env": (ENV_NAME, lambda text: _pod(env=[{"name": text}])),
    "header": (
        HEADER,
        lambda text: _pod(livenessProbe={"httpGet": {"port": 1, "httpHeaders": [{"name": text, "value": ""}]}}),
    ),
    "wildcard": (
        WILDCARD,
        lambda text: _object("Ingress", "networking.k8s.io/v1", spec={"rules": [{"host": f"*.{text}"}]}),
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_takes_what_the_api_server_takes(name: str) -> None:
    form, body = FORMS[name]
    chance = random.Random(name)
    sources = [chance.choice((PLAIN, PLAIN, PIECES)) for _ in range(800)]
    texts = ["".join(chance.choices(source, k=chance.randint(1, 5))) for source in sources]
    texts += [text + end for text in ("a" * 15, "a" * 63, "a" * 253, f"{'a' * 63}/{'a' * 63}") for end in ("", "a")]
    answers = refused([body(text) for text in texts], "1.34" if name == "initial" else "1.37")
    if name == "wildcard":
        texts = [f"*.{text}" for text in texts]
    if name == "port":
        texts = [text or "-" for text in texts]
    assert [text for text, bad in zip(texts, answers, strict=True) if form.fits(text) is bad] == []
    assert 0.05 < sum(answers) / len(answers) < 0.95


@pytest.mark.parametrize(
    ("name", "fits"), [("A_1", True), ("a.b-c", True), ("1A", False), ("..a", False), (".", False), ("a b", False)]
)
def test_before_names_of_variables_were_relaxed(name: str, fits: bool) -> None:
    assert OLD_ENV_NAME.fits(name) is fits


def test_no_text_takes_long() -> None:
    for form, _ in FORMS.values():
        for piece in ("a", "-", "a-", "a.", "a/", "."):
            form.fits(piece * 200_000)


def test_what_is_said_is_short() -> None:
    assert len(shown("x" * 1000)) < 100
    assert port_complaint("8080").startswith("'8080' is a text")
