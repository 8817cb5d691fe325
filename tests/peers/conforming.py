"""kubeconform and our own rules K8S001 and K8S002 over the same manifests, answering in the same words."""

import json
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.checks.kubernetes.schema import fits, no_unknown_fields
from pipeline.checks.settings import Settings
from pipeline.checks.subjects.manifest import manifest
from pipeline.checks.subjects.release import release_of
from pipeline.engines.bundle import documents_of
from pipeline.engines.engine import Piece, RenderError
from pipeline.schemas.bundles import validator, version_of
from tests.peers.programs import KUBECONFORM, peer
from tests.peers.schemas import full, write


class Answer(StrEnum):
    """What is said of a text; of several objects in it the worst."""

    NOTHING = "holds no object"
    PASSED = "passed"
    UNKNOWN = "has no schema"
    REFUSED = "refused"


_ORDER = tuple(Answer)
_STATUS = {
    "statusValid": Answer.PASSED,
    "statusSkipped": Answer.UNKNOWN,
    "statusInvalid": Answer.REFUSED,
    "statusError": Answer.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Text:
    """One manifest for both. label: where it comes from."""

    label: str
    text: str
    kube_version: str


def differing(texts: Sequence[Text]) -> dict[str, tuple[Answer, Answer]]:
    """What kubeconform says and what we say, by label, where that is not the same."""
    found: dict[str, tuple[Answer, Answer]] = {}
    for one, said in zip(texts, theirs(texts), strict=True):
        if said != (own := ours(one)):
            found[one.label] = said, own
    return found


def ours(one: Text) -> Answer:
    """What our rules say."""
    try:
        documents = documents_of([Piece("", one.text)])
    except RenderError:
        return Answer.REFUSED
    return _worst(_judged(body, one.kube_version) for document in documents for body in document.bodies)


def theirs(texts: Sequence[Text]) -> list[Answer]:
    """What kubeconform says of each text, with our schemas on its disk."""
    versions: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(texts):
        versions[one.kube_version].append(index)
    said: dict[int, Answer] = {}
    for version, wanted in versions.items():
        with TemporaryDirectory() as folder:
            said |= _run(Path(folder), version, {index: texts[index].text for index in wanted})
    return [said[index] for index in range(len(texts))]


def _judged(body: Mapping[str, object], kube_version: str) -> Answer:
    one = manifest(0, body)
    if not validator(version_of(kube_version).minor, one.api_version, one.kind):
        return Answer.UNKNOWN
    release = release_of((one,), kube_version, Settings())
    return Answer.REFUSED if any((*fits.check(one, release), *no_unknown_fields.check(one, release))) else Answer.PASSED


def _run(folder: Path, version: str, texts: Mapping[int, str]) -> dict[int, Answer]:
    write(folder / "schemas", version)
    (folder / "manifests").mkdir()
    for index, text in texts.items():
        (folder / "manifests" / f"{index}.yaml").write_text(text, encoding="utf-8", newline="")
    command: list[str | Path] = [
        peer(KUBECONFORM), "-strict", "-ignore-missing-schemas", "-schema-location", folder / "schemas",
        "-kubernetes-version", full(version), "-output", "json", "-verbose", folder / "manifests",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.stdout, done.stderr
    said: dict[int, list[Answer]] = {index: [] for index in texts}
    for one in json.loads(done.stdout)["resources"]:
        said[int(Path(one["filename"]).stem)].append(_STATUS.get(one["status"], Answer.NOTHING))
    return {index: _worst(answers) for index, answers in said.items()}


def _worst(answers: Iterable[Answer]) -> Answer:
    return max(answers, key=_ORDER.index, default=Answer.NOTHING)
