"""CFG: what templates write out that values should say, and what shares a file."""

import pytest

from tests.checks.standards.asking import written

DEPLOYMENT = """\
kind: Deployment
spec:
  template:
    spec:
      containers:
        - name: web
          env:
{}
"""


def env(*lines: str) -> dict[str, str]:
    return {"templates/web.yaml": DEPLOYMENT.format("\n".join(f"            {line}" for line in lines))}


@pytest.mark.parametrize(
    ("value", "is_setting"),
    [
        ("debug", True),
        ('"WARN"', True),
        ('"8080"', True),
        ("-1.5", True),
        ("'on'", True),
        ("mysql:3306", True),
        ("http://mysql/", True),
        ("true # switched on", True),
        ("json", False),
        ("1.4.2", False),
        ("/var/lib/app", False),
        ("{{ .Values.level | quote }}", False),
        ('"http://{{ .Release.Name }}-db"', False),
        ('{{ ternary "on" "off" .Values.a }}', False),
        ("", False),
        ('"', False),
    ],
)
def test_what_looks_like_a_setting_comes_from_values(value: str, is_setting: bool) -> None:
    hits = written("CFG002", env("- name: A", f"  value: {value}"))
    assert [(hit.line, hit.key) for hit in hits] == ([(9, "Deployment/A")] if is_setting else [])


@pytest.mark.parametrize(
    "lines",
    [
        ("{{- if .Values.debug }}", "- name: LEVEL", "  value: debug", "{{- end }}"),
        (
            "- name: LEVEL",
            "  {{- if .Values.debug }}",
            "  value: debug",
            "  {{- else }}",
            "  value: info",
            "  {{- end }}",
        ),
        ("{{- range .Values.levels }}", "- name: {{ . }}", "  value: debug", "{{- end }}"),
    ],
)
def test_what_values_switch_is_a_setting_already(lines: tuple[str, ...]) -> None:
    assert written("CFG002", env(*lines)) == []


@pytest.mark.parametrize(
    "line",
    [
        "- {name: LEVEL, value: debug}",
        "- { value: 'debug', name: LEVEL }  # loud",
        '- {"name": "LEVEL", "value": "debug"}',
    ],
)
def test_flow_style_is_read_too(line: str) -> None:
    assert [hit.key for hit in written("CFG002", env(line))] == ["Deployment/LEVEL"]


def test_constants_of_the_image_are_a_setting_of_the_standards() -> None:
    assert written("CFG002", env("- name: A", "  value: debug"), constants=("A",)) == []


def test_a_switch_around_the_whole_object_sets_nothing() -> None:
    text = f"{{{{- if .Values.web }}}}\n{env('- name: A', '  value: debug')['templates/web.yaml']}\n{{{{- end }}}}"
    assert len(written("CFG002", {"templates/web.yaml": text})) == 1


@pytest.mark.parametrize(
    ("data", "count"),
    [
        ("data:\n  A: debug\n  B: text\n  C: {{ .Values.c }}", 1),
        ("data:\n  {{- if .Values.a }}\n  A: debug\n  {{- end }}", 0),
        ("data: {A: debug, B: '5'}", 2),
        ("data: [A, debug", 0),
        ("data:\n  A: |\n    debug", 1),
        ("data: debug", 0),
        ("binaryData:\n  A: debug", 0),
    ],
)
def test_entries_of_configuration_come_from_values(data: str, count: int) -> None:
    assert len(written("CFG002", {"templates/configmaps.yaml": f"kind: ConfigMap\n{data}"})) == count


@pytest.mark.parametrize(
    ("port", "is_fixed"),
    [("80", True), ('"80"', True), ("{{ .Values.port }}", False), ("{{ $port }}", False), ("", False)],
)
@pytest.mark.parametrize("ports", ["\n    - name: http\n      port: {}", " [{{name: http, port: {}}}]"])
def test_ports_of_services_come_from_values(ports: str, port: str, is_fixed: bool) -> None:
    text = f"kind: Service\nspec:\n  ports:{ports.format(port)}\n  other: {{port: 5}}"
    assert len(written("CFG006", {"templates/web.yaml": text})) == is_fixed
    assert written("CFG006", {"templates/web.yaml": text.replace("Service", "Deployment")}) == []


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (("Service", "Deployment", "PodDisruptionBudget"), ""),
        (("ConfigMap", "Secret"), ""),
        (("Ingress", "Deployment"), ""),
        (("PersistentVolume", "PersistentVolumeClaim"), ""),
        (("Deployment", "ConfigMap"), "one template holds application and configuration"),
        (('"Role"', "RoleBinding", "Job"), "one template holds resources and application"),
        (("Secret", "Role", "Pod"), "one template holds configuration and resources and application"),
        (("{{ .Values.kind }}", "ConfigMap"), ""),
    ],
)
def test_each_class_has_its_own_file(kinds: tuple[str, ...], said: str) -> None:
    text = "\n---\n".join(f"kind: {kind}\nmetadata: {{}}" for kind in kinds)
    assert [hit.message for hit in written("CFG007", {"templates/a.yaml": text})] == ([said] if said else [])
    assert written("CFG007", {"templates/tests/a.yaml": text}) == []
