"""STO: names of storage classes, and what each is for."""

from dataclasses import replace

import pytest

from pipeline.checks.judging import judge_release
from pipeline.checks.words import Example
from tests.checks.examples import laid_release, said
from tests.checks.standards.asking import alone, laid, severities

CLAIM = "kind: PersistentVolumeClaim\nspec: {storageClassName: %s}"
BOTH = f"kind: PersistentVolume\nspec: {{storageClassName: %s}}\n---\n{CLAIM}"


@pytest.mark.parametrize(
    ("role", "name", "listed", "is_told"),
    [
        ("minikube", "standard", [], False),
        ("minikube", "block", [], True),
        ("minikube", "block", ["block"], True),
        ("minikube", "''", [], False),
        ("minikube", "null", [], False),
        ("ci", "block", [], True),
        ("ci", "block", ["block"], False),
        ("production", "block", [], False),
    ],
)
def test_developers_have_the_standard_class(role: str, name: str, listed: list[str], is_told: bool) -> None:
    more = {"role": role, "settings": {"storageClasses": listed}}
    assert len(laid("STO007", CLAIM % name, **more)) == is_told


def test_the_rendering_by_defaults_is_judged_whatever_its_role() -> None:
    release = laid_release(Example(CLAIM % "block"))
    assert release.context
    defaults = replace(release, context=replace(release.context, role="", defaults=True))
    assert len(said(judge_release(defaults), "STO007")) == 1


def test_templates_of_claims_are_pointed_to() -> None:
    (hit,) = laid("STO007", "kind: StatefulSet", role="minikube")
    assert hit.path == "/spec/volumeClaimTemplates/0/spec/storageClassName"


@pytest.mark.parametrize(
    ("role", "name", "listed", "is_told"),
    [
        ("production", "bds1", [], False),
        ("production", "nfs", [], False),
        ("production", "standard", [], True),
        ("production", "standard", ["standard"], False),
        ("production", "block", ["standard"], True),
        ("minikube", "standard", [], False),
        ("minikube", "block", [], True),
        ("ci", "block", ["block"], False),
        ("production", "''", [], False),
    ],
)
def test_classes_are_those_of_the_environment(role: str, name: str, listed: list[str], is_told: bool) -> None:
    more = {"role": role, "settings": {"storageClasses": listed}}
    assert severities(laid("STO011", CLAIM % name, **more)) == [""] * is_told


def test_a_class_by_which_a_chart_binds_its_own_volume_is_noted() -> None:
    assert severities(laid("STO011", BOTH % ("mine", "mine"))) == ["info", "info"]
    assert severities(laid("STO011", BOTH % ("mine", "other"))) == ["", ""]


def test_where_no_role_is_known_no_class_is_judged() -> None:
    assert alone("STO011", CLAIM % "anything") == []


@pytest.mark.parametrize(
    ("name", "is_telling"),
    [
        ("bds1", True),
        ("nfst12", True),
        ("bdi1-rack02", True),
        ("bdi1-rack-02.a", True),
        ("standard", True),
        ("block", True),
        ("nfs", True),
        ("bds0", False),
        ("bds", False),
        ("bdx1", False),
        ("bds1-", False),
        ("BDS1", False),
        ("bds1rack", False),
        ("fast-ssd", False),
        ("gp2", False),
    ],
)
def test_names_tell_what_one_gets(name: str, is_telling: bool) -> None:
    assert len(laid("STO012", CLAIM % name)) == (not is_telling)
    assert len(laid("STO012", f"kind: StorageClass\nmetadata: {{name: {name}}}")) == (not is_telling)


def test_more_names_are_a_setting() -> None:
    assert laid("STO012", CLAIM % "gp2", settings={"storageNames": ["gp2"]}) == []


@pytest.mark.parametrize(
    ("name", "modes", "expected"),
    [
        ("bds1", "[ReadWriteOnce]", []),
        ("bds1", "[ReadWriteMany]", [""]),
        ("bds1", "[ReadWriteOncePod]", []),
        ("bds1", "[ReadWriteOncePod, ReadOnlyMany]", [""]),
        ("nfs", "[ReadWriteOncePod]", ["info"]),
        ("bds1", "[ReadWriteOnce, ReadOnlyMany]", [""]),
        ("block", "[ReadOnlyMany]", [""]),
        ("nfss1", "[ReadWriteMany]", []),
        ("nfs", "[ReadWriteOnce]", ["info"]),
        ("nfst2-a", "[ReadWriteMany, ReadOnlyMany]", ["info"]),
        ("standard", "[ReadWriteMany]", []),
        ("block", "[RWX]", []),
        ("block", "null", []),
        ("null", "[ReadWriteMany]", []),
    ],
)
def test_modes_fit_the_class(name: str, modes: str, expected: list[str]) -> None:
    text = (
        f"kind: PersistentVolumeClaim\nmetadata: {{name: a}}\nspec: {{storageClassName: {name}, accessModes: {modes}}}"
    )
    assert severities(alone("STO013", text)) == expected
