"""kubeconform refuses what our K8S001 and K8S002 refuse, over all that the tests and this repository have; else it is said why."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.checks.words import words
from pipeline.engines.engine import RenderError
from pipeline.manifests.emitting import dump
from pipeline.manifests.kyaml import load
from tests.checks.examples import laid_release, rendering
from tests.checks.kubernetes.table import cases
from tests.conftest import Repository
from tests.peers.conforming import Answer, Text, differing, ours, theirs

TOP = Path(__file__).parents[2]
NOTHING, PASSED, UNKNOWN, REFUSED = Answer
OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
WORKLOAD = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {a: b}}\n"
    "  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: b}]}}\n"
)
ITEM = "- " + OBJECT.replace("\n", "\n  ").rstrip(" ")
TEXTS = {
    "plain": OBJECT,
    "empty": "",
    "only a comment": "# nothing\n",
    "null": "null\n",
    "null and an object": f"---\nnull\n---\n{OBJECT}",
    "a comment on the mark": f"--- # first\n{OBJECT}",
    "an object on the mark": "--- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n",
    "a mark that ends": f"{OBJECT}...\n",
    "lines of Windows": ("---\r\n" + OBJECT.replace("\n", "\r\n")) * 2,
    "a mark within a text": f"{OBJECT}data:\n  a: |\n    b\n    ---\n    c\n",
    "a mark in the first column of a text": f"{OBJECT}data:\n  a: 'b\n\n---\n\n    c'\n",
    "a byte order mark": f"\ufeff{OBJECT}",
    "JSON with tabs": '{\n\t"apiVersion": "v1",\n\t"kind": "ConfigMap", "metadata": {"name": "a"}}',
    "a directive": f"%YAML 1.2\n---\n{OBJECT}",
    "a list": "- a\n",
    "a text": "hello\n",
    "a tab": f"{OBJECT}data:\n\ta: b\n",
    "two colons": f"{OBJECT}data: a: b\n",
    "a brace too few": f"{OBJECT}data: {{a: b\n",
    "not a number": f"{OBJECT}data: {{a: .nan}}\n",
    "infinite": f"{OBJECT}data: {{a: .inf}}\n",
    "a control character": f"{OBJECT}data: {{a: 'b\x07c'}}\n",
    "an alias of nothing": f"{OBJECT}data: {{a: *b}}\n",
    "an alias": f"{OBJECT}data: {{a: &b c, d: *b}}\n",
    "a merge": OBJECT.replace("name: a", "name: a, labels: &b {a: b}, annotations: {<<: *b, c: d}"),
    "a merge of a text": f"{OBJECT}data: {{<<: b}}\n",
    "a merge below a key of its own": OBJECT.replace("name: a", "name: a, labels: &b {a: b}, annotations: {<<: *b, a: d}"),
    "a key twice": f"{OBJECT}data: {{a: b, a: c}}\n",
    "a null as a key": f"{OBJECT}data: {{null: b}}\n",
    "a number as a key": f"{OBJECT}data: {{1.5: b}}\n",
    "yes as a key": f"{OBJECT}data: {{yes: b}}\n",
    "a list as a key": f"{OBJECT}data:\n  ? [a]\n  : b\n",
    "yes for a text": f"{OBJECT}data: {{a: yes}}\n",
    "quoted yes": f"{OBJECT}data: {{a: 'yes'}}\n",
    "an octal number for a text": f"{OBJECT}data: {{a: 0755}}\n",
    "a new octal number for a text": f"{OBJECT}data: {{a: 0o17}}\n",
    "a number with an exponent for a text": f"{OBJECT}data: {{a: 1e3}}\n",
    "a number with a mark for a text": f"{OBJECT}data: {{a: 1_000}}\n",
    "a fraction without a digit before it": f"{OBJECT}data: {{a: .5}}\n",
    "a day for a text": f"{OBJECT}data: {{a: 2026-01-01}}\n",
    "minutes and seconds for a text": f"{OBJECT}data: {{a: 1:30}}\n",
    "a number that is tagged as a text": f"{OBJECT}data: {{a: !!str 5}}\n",
    "a text that is tagged as a number": f"{OBJECT}data: {{a: !!int '5'}}\n",
    "binary": f"{OBJECT}data: {{a: !!binary aGVsbG8=}}\n",
    "a null for a text": f"{OBJECT}data: {{a: ~}}\n",
    "a null for a map": f"{OBJECT}data:\n",
    "a null for a time": OBJECT.replace("name: a", "name: a, creationTimestamp: null"),
    "a null in a list": WORKLOAD.replace("{name: a, image: b}", "null"),
    "a null for a list that must be": WORKLOAD.replace("[{name: a, image: b}]", "null"),
    "a whole number with a point": WORKLOAD.replace("spec:\n", "spec:\n  replicas: 3.0\n"),
    "a fraction for a whole number": WORKLOAD.replace("spec:\n", "spec:\n  replicas: 3.5\n"),
    "a text for a number": WORKLOAD.replace("spec:\n", "spec:\n  replicas: '3'\n"),
    "a number that is too large": WORKLOAD.replace("spec:\n", "spec:\n  replicas: 3000000000\n"),
    "a number of no machine": WORKLOAD.replace("spec:\n", f"spec:\n  replicas: {'9' * 40}\n"),
    "a quantity": WORKLOAD.replace("image: b", "image: b, resources: {limits: {cpu: 1, memory: 1.5Gi}}"),
    "a quantity that is none": WORKLOAD.replace("image: b", "image: b, resources: {limits: {cpu: much}}"),
    "a status": f"{WORKLOAD}status: {{anything: 1}}\n",
    "an unknown field": f"{OBJECT}dta: {{}}\n",
    "a field in capitals": f"{OBJECT}Data: {{a: b}}\n",
    "a number for a label": OBJECT.replace("name: a", "name: a, labels: {a: 5}"),
    "a list for metadata": "apiVersion: v1\nkind: ConfigMap\nmetadata: []\n",
    "no metadata": "apiVersion: v1\nkind: ConfigMap\n",
    "no kind": "apiVersion: v1\nmetadata: {name: a}\n",
    "no apiVersion": "kind: ConfigMap\nmetadata: {name: a}\n",
    "a number as the kind": OBJECT.replace("ConfigMap", "5"),
    "an unknown kind": OBJECT.replace("ConfigMap", "Pudding"),
    "an unknown version": WORKLOAD.replace("apps/v1", "apps/v7"),
    "a kind in small letters": OBJECT.replace("ConfigMap", "configmap"),
    "a group that begins as another": WORKLOAD.replace("apps/v1", "apps.example.org/v1"),
    "a List": f"apiVersion: v1\nkind: List\nitems:\n{ITEM}",
    "a List with a mistake": f"apiVersion: v1\nkind: List\nitems:\n{ITEM}  dta: {{}}\n",
    "an empty List": "apiVersion: v1\nkind: List\nitems: []\n",
    "a List of a number": "apiVersion: v1\nkind: List\nitems: [5]\n",
    "a List in a List": "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: List, items: []}]\n",
    "a List of a kind": "apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: a}\n",
}  # fmt: skip

BASE64 = "one rule says it, K8S166, and how to mend it; K8S001 leaves it to that"
NULL = "the API server takes a null as if nothing stood there, kubeconform as a value of the wrong type"
ABSENT = "API001 says it: without them no schema is known"
FILES = "kubeconform takes schemas by names of files: small letters, the group up to its first dot; API004 says that there is none"
# Label -> what kubeconform says, what we say, why.
DIFFERENCES = {
    "examples": {
        "K8S166 bad: Secret/web-shop-test": (REFUSED, PASSED, BASE64),
        "CHART018 bad: ConfigMap/web-shop-test": (REFUSED, PASSED, NULL),
        "LOG002 good: ConfigMap/web-shop-test": (REFUSED, PASSED, NULL),
    },
    "table": {
        "config: plain text in data": (REFUSED, PASSED, BASE64),
        "config: base64 without its end": (REFUSED, PASSED, BASE64),
        "config: base64 with a blank": (REFUSED, PASSED, BASE64),
        "config: base64 for URLs": (REFUSED, PASSED, BASE64),
        "handlers: null action": (REFUSED, PASSED, NULL),
        "labels: null value": (REFUSED, PASSED, NULL),
        "resources: limit that is null": (REFUSED, PASSED, NULL),
        "resources: request that is null": (REFUSED, PASSED, NULL),
        "volumes: null source": (REFUSED, PASSED, NULL),
    },
    "texts": {
        "a null for a text": (REFUSED, PASSED, NULL),
        "a null for a map": (REFUSED, PASSED, NULL),
        "a null for a time": (REFUSED, PASSED, NULL),
        "a key twice": (REFUSED, PASSED, "K8S003 warns: the API server takes the last one"),
        "a merge below a key of its own": (REFUSED, PASSED, "the key is overridden, not written twice; kubeconform's reader counts it"),
        "no kind": (REFUSED, UNKNOWN, ABSENT),
        "no apiVersion": (REFUSED, UNKNOWN, ABSENT),
        "a kind in small letters": (PASSED, UNKNOWN, FILES),
        "a group that begins as another": (PASSED, UNKNOWN, FILES),
        "a List of a number": (REFUSED, UNKNOWN, "an entry that is no object is judged as an empty one, by rules beside the schemas"),
        "a List in a List": (UNKNOWN, NOTHING, "kubeconform takes a List to pieces once, we as long as there are any"),
        "a List of a kind": (UNKNOWN, PASSED, "kubeconform takes only `kind: List` to pieces, the API server's clients any"),
    },
}  # fmt: skip


def examples() -> list[Text]:
    """What is rendered for each example of a rule, every manifest once."""
    found: dict[tuple[str, str], Text] = {}
    for rule, said in words().items():
        for name, example in (("bad", said.bad), ("good", said.good)):
            try:
                release = laid_release(example) if example.files is None else rendering(example)
            except RenderError:
                continue
            for one in release.objects:
                text = Text(f"{rule} {name}: {one.kind}/{one.name}", dump(one.body), release.kube_version)
                found.setdefault((text.text, text.kube_version), text)
    return list(found.values())


def table() -> list[Text]:
    """The manifests that are held against the API server's own validation."""
    return [Text(case.id, dump(case.body), case.kube) for case in cases()]


def texts() -> list[Text]:
    """What YAML can do to a manifest."""
    return [Text(name, text, "1.34.2") for name, text in TEXTS.items()]


def own_charts(repository: Repository) -> Iterator[Text]:
    """What this repository's own charts render in its environments."""
    for folder in ("charts", "environments"):
        shutil.copytree(TOP / folder, repository.root / folder)
    repository.commit()
    assert repository.rendiff("render", "--show-secrets", "--output-dir", "out").code == 0
    for path in sorted((repository.root / "out").rglob("*.yaml")):
        environment = path.relative_to(repository.root / "out").parts[0]
        declared = load((TOP / "environments" / environment / "environment.yaml").read_text("utf-8"))
        yield Text(str(path.relative_to(repository.root)), path.read_text("utf-8"), declared["kubeVersion"])


@pytest.mark.parametrize("source", [examples, table, texts], ids=lambda source: source.__name__)
def test_the_same_is_refused(source: Callable[[], list[Text]]) -> None:
    found = source()
    expected = {label: (them, us) for label, (them, us, _) in DIFFERENCES[source.__name__].items()}
    assert differing(found) == expected
    assert {Answer.PASSED, Answer.REFUSED} <= {ours(one) for one in found}


def test_what_our_own_charts_render_is_passed(repository: Repository) -> None:
    found = list(own_charts(repository))
    assert len({one.kube_version for one in found}) > 1
    assert {*theirs(found), *map(ours, found)} == {Answer.PASSED}
