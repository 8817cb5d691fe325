"""A repository of charts and environments for benchmarks, the same bytes each time.

Shaped like real collections: most charts are small and some are large, a quarter shares a vendored library, some have
subcharts, a few bring most of the bytes as CRDs, a third makes random passwords, one makes certificates, one asks the
clock. Two hundred releases have about three thousand objects, and most keep the rules that rendiff judges by, as the charts of
a team do that uses it. Keys whose values are random begin with `random-`, which is how the oracle knows them.
"""

import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

RANDOM = "random-"


@dataclass(frozen=True)
class Shape:
    """How large: 40 charts x 5 environments is the size of the figures in docs/performance.md."""

    charts: int = 40
    environments: int = 5


def build(folder: Path, shape: Shape) -> None:
    """Writes the repository: revisions `empty` and `base`, and on top of `base` one each of `one`, `all` and `none`."""
    _git(folder, "init", "-q", "-b", "main")
    (folder / "environments").mkdir()
    (folder / "environments/common.yaml").touch()
    _commit(folder, "empty")
    files = dict(_repository(shape))
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    _commit(folder, "base")
    touched = folder / "charts/chart-07/templates/part-00.yaml"
    _revision(folder, "one", touched, touched.read_text().replace("tier: backend", "tier: frontend"))
    common = folder / "environments/common.yaml"
    _revision(folder, "all", common, common.read_text().replace("quiet", "loud"))
    _revision(folder, "none", folder / "README.md", "Nothing that renders.\n")


def releases(shape: Shape) -> Iterator[tuple[str, str]]:
    """(environment, chart) of each release; a release has the name of its chart."""
    for environment in range(shape.environments):
        for chart in range(shape.charts):
            yield f"env-{environment}", f"chart-{chart:02}"


def _revision(folder: Path, name: str, file: Path, text: str) -> None:
    _git(folder, "checkout", "-q", "base")
    file.write_text(text)
    _commit(folder, name)


def _commit(folder: Path, name: str) -> None:
    _git(folder, "add", "-A")
    _git(folder, "-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "-q", "-m", name)
    _git(folder, "tag", name)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def _repository(shape: Shape) -> Iterator[tuple[str, str]]:
    yield "README.md", "A repository for benchmarks.\n"
    yield "environments/common.yaml", "global:\n  tone: quiet\n"
    for environment in range(shape.environments):
        yield from _environment(environment, shape)
    for chart in range(shape.charts):
        for path, text in _chart(chart):
            yield f"charts/chart-{chart:02}/{path}", text


def _environment(number: int, shape: Shape) -> Iterator[tuple[str, str]]:
    top = f"environments/env-{number}"
    listed = "".join(f"  chart-{chart:02}: {{}}\n" for chart in range(shape.charts))
    yield (
        f"{top}/environment.yaml",
        f'version: 1\nkubeVersion: "1.34.2"\nnamespace: space-{number}\nvalues: [../common.yaml]\nreleases:\n{listed}',
    )
    yield f"{top}/values.yaml", f"global:\n  stage: stage-{number}\n"
    for chart in range(shape.charts):
        yield (
            f"{top}/chart-{chart:02}.yaml",
            f"replicas: {number + 1}\nhost: chart-{chart:02}.env-{number}.example.org\n",
        )


def _chart(number: int) -> Iterator[tuple[str, str]]:
    dice = random.Random(number)
    parts = dice.choice((2, 3, 3, 4, 4, 5, 6, 8, 12))
    yield "Chart.yaml", f"apiVersion: v2\nname: chart-{number:02}\nversion: 1.{number}.0\nappVersion: 2.{number}.0\n"
    yield "values.yaml", _values(parts, dice)
    yield "README.md", "words " * 400
    yield "templates/_helpers.tpl", _helpers(f"chart-{number:02}")
    for part in range(parts):
        yield f"templates/part-{part:02}.yaml", _part(f"chart-{number:02}", part)
    if number % 3 == 0:
        yield "templates/password.yaml", _password()
    if number == 12:
        yield "templates/certificate.yaml", _certificate()
    if number == 5:
        yield "templates/clock.yaml", _clock()
    if number % 4 == 1:
        yield from _library()
    if number % 7 == 2:
        for child in range(2):
            yield from _subchart(child)
    if number % 10 == 3:
        for definition in range(12):
            yield f"crds/definition-{definition:02}.yaml", _definition(f"Kind{number}x{definition}", dice)


def _values(parts: int, dice: random.Random) -> str:
    lines = ["replicas: 1", "host: example.org", "image:", "  registry: registry.example.org", "  tag: 1.0.0", "parts:"]
    for part in range(parts):
        lines += [f"  p{part}:", f"    port: {8000 + part}", "    env:"]
        lines += [f"      VARIABLE_{index}: value-{dice.randrange(1000)}" for index in range(12)]
        lines += [
            "    resources:",
            "      requests: {cpu: 100m, memory: 128Mi}",
            "      limits: {cpu: 500m, memory: 256Mi}",
        ]
    return "\n".join(lines) + "\n"


def _helpers(chart: str) -> str:
    """Named templates, called with the root and the name of a part."""
    return f"""{{{{- define "{chart}.name" -}}}}
{{{{ printf "%s-%s-%s" (index . 1) (index . 0).Chart.Name (index . 0).Release.Name | trunc 63 | trimSuffix "-" }}}}
{{{{- end }}}}
{{{{- define "{chart}.selector" -}}}}
app.kubernetes.io/name: {{{{ include "{chart}.name" . }}}}
app.kubernetes.io/instance: {{{{ (index . 0).Release.Name }}}}
{{{{- end }}}}
{{{{- define "{chart}.labels" -}}}}
{{{{ include "{chart}.selector" . }}}}
app.kubernetes.io/component: {{{{ index . 1 }}}}
app.kubernetes.io/part-of: {{{{ (index . 0).Chart.Name }}}}
app.kubernetes.io/version: {{{{ (index . 0).Chart.AppVersion | quote }}}}
app.kubernetes.io/managed-by: {{{{ (index . 0).Release.Service }}}}
helm.sh/chart: {{{{ printf "%s-%s" (index . 0).Chart.Name (index . 0).Chart.Version | trunc 63 }}}}
tone: {{{{ (index . 0).Values.global.tone }}}}
{{{{- end }}}}
"""


def _part(chart: str, part: int, component: str = "p") -> str:
    called = f'(list . "{component}{part}")'
    name = f'{{{{ include "{chart}.name" {called} }}}}'
    labels = f'{{{{- include "{chart}.labels" {called}'
    selector = f'{{{{- include "{chart}.selector" {called}'
    return f"""{{{{- $part := .Values.parts.p{part} }}}}
# What the others talk to.
apiVersion: v1
kind: Service
metadata:
  name: {name}
  labels: {labels} | nindent 4 }}}}
    tier: backend
spec:
  type: ClusterIP
  ports:
    - {{name: http, port: 80, targetPort: http, protocol: TCP}}
  selector: {selector} | nindent 4 }}}}
---
# What it reads.
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
  labels: {labels} | nindent 4 }}}}
data:
  {{{{- range $key, $value := $part.env }}}}
  {{{{ $key }}}}: {{{{ tpl $value $ | quote }}}}
  {{{{- end }}}}
  settings.ini: |
    [server]
    host = {{{{ .Values.host }}}}
    {{{{- range $index := until 30 }}}}
    option_{{{{ $index }}}} = {{{{ mul $index 7 }}}}
    {{{{- end }}}}
---
# What works.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  labels: {labels} | nindent 4 }}}}
spec:
  replicas: {{{{ .Values.replicas }}}}
  selector:
    matchLabels: {selector} | nindent 6 }}}}
  template:
    metadata:
      labels: {labels} | nindent 8 }}}}
      annotations:
        prometheus.io/scrape: "true"
        checksum/config: {{{{ toJson $part.env | sha256sum }}}}
    spec:
      automountServiceAccountToken: false
      containers:
        - name: main
          image: "{{{{ .Values.image.registry }}}}/{chart}:{{{{ .Values.image.tag }}}}"
          imagePullPolicy: IfNotPresent
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            capabilities: {{drop: [ALL]}}
          ports:
            - {{name: http, containerPort: {{{{ $part.port }}}}}}
          readinessProbe: {{httpGet: {{path: /ready, port: http}}}}
          livenessProbe: {{httpGet: {{path: /alive, port: http}}}}
          envFrom:
            - configMapRef: {{name: {name}}}
          resources: {{{{- toYaml $part.resources | nindent 12 }}}}
"""


def _password() -> str:
    return f"""apiVersion: v1
kind: Secret
metadata:
  name: {{{{ .Release.Name }}}}-password
data:
  user: {{{{ .Release.Name | b64enc }}}}
  {RANDOM}password: {{{{ randAlphaNum 24 | b64enc }}}}
"""


def _certificate() -> str:
    return f"""{{{{- $ca := genCA "bench" 365 }}}}
apiVersion: v1
kind: Secret
metadata:
  name: {{{{ .Release.Name }}}}-certificate
data:
  {RANDOM}ca.crt: {{{{ $ca.Cert | b64enc }}}}
  {RANDOM}ca.key: {{{{ $ca.Key | b64enc }}}}
"""


def _clock() -> str:
    return f"""apiVersion: v1
kind: ConfigMap
metadata:
  name: {{{{ .Release.Name }}}}-clock
data:
  {RANDOM}time: {{{{ now | date "2006-01-02T15:04:05" | quote }}}}
"""


def _library() -> Iterator[tuple[str, str]]:
    yield "charts/common/Chart.yaml", "apiVersion: v2\nname: common\nversion: 2.0.0\ntype: library\n"
    for index in range(20):
        body = "\n".join(f"{{{{- /* line {line} */ -}}}}" for line in range(30))
        yield (
            f"charts/common/templates/_{index:02}.tpl",
            f'{{{{- define "common.h{index}" -}}}}\n{body}\n{{{{- end }}}}\n',
        )


def _subchart(child: int) -> Iterator[tuple[str, str]]:
    top = f"charts/child-{child}"
    yield f"{top}/Chart.yaml", f"apiVersion: v2\nname: child-{child}\nversion: 1.0.0\nappVersion: 1.0.0\n"
    yield f"{top}/values.yaml", _values(4, random.Random(child))
    yield f"{top}/templates/_helpers.tpl", _helpers(f"child-{child}")
    for part in range(4):
        yield f"{top}/templates/part-{part}.yaml", _part(f"child-{child}", part, f"child{child}-p")


def _definition(kind: str, dice: random.Random) -> str:
    fields = "".join(
        f"                field{index}:\n                  type: string\n"
        f"                  description: {' '.join(dice.choice(('one', 'two', 'three', 'four')) for _ in range(40))}\n"
        for index in range(150)
    )
    plural = f"{kind.lower()}s"
    return f"""apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: {plural}.bench.example.org
spec:
  group: bench.example.org
  scope: Namespaced
  names: {{kind: {kind}, plural: {plural}, singular: {kind.lower()}, listKind: {kind}List}}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
{fields}"""
