"""`.Files` and .helmignore."""

from tests.parity.case import HEAD, Case, config


def _files(template: str, **more: str | bytes) -> Case:
    return Case({
        "Chart.yaml": HEAD, "conf/a.ini": "x=1\ny=2\n", "conf/b.ini": "z=3\n", "conf/deep/c.txt": "c",
        "lines.txt": "one\ntwo\n\nfour", "bytes.bin": bytes(range(256)), "README.md": "# read",
        "templates/t.yaml": template, **more,
    })  # fmt: skip


CASES: dict[str, Case] = {
    "Get": _files(config('{{ .Files.Get "conf/a.ini" | quote }}')),
    "Get of what is not there": _files(config('{{ .Files.Get "gone" | quote }}')),
    "Get of a template": _files(config('{{ .Files.Get "templates/t.yaml" | quote }}')),
    "GetBytes": _files(config('{{ .Files.GetBytes "conf/a.ini" | toString | b64enc }}')),
    "binary": _files(config('{{ .Files.Get "bytes.bin" | b64enc }}')),
    "Lines": _files(config('{{ .Files.Lines "lines.txt" | toJson | quote }}')),
    "Glob with AsConfig": _files('kind: ConfigMap\nmetadata: {name: x}\ndata:\n{{ (.Files.Glob "conf/*").AsConfig | indent 2 }}\n'),
    "Glob with AsSecrets": _files('kind: Secret\nmetadata: {name: x}\ndata:\n{{ (.Files.Glob "conf/**").AsSecrets | indent 2 }}\n'),
    "Glob of nothing": _files('kind: ConfigMap\nmetadata: {name: x}\ndata:\n{{ (.Files.Glob "none/*").AsConfig | indent 2 }}\n'),
    "range over Glob": _files(config('{{ range $p, $_ := .Files.Glob "**.ini" }}{{ $p }}={{ base $p }};{{ end }}')),
    "helmignore": _files(
        config('{{ range $p, $_ := .Files.Glob "**" }}{{ $p }};{{ end }}'),
        **{".helmignore": "# what stays away\n*.ini\n!b.ini\ndeep/\n/lines.txt\n", "keep/lines.txt": "k"},
    ),
    "helmignore of a template": _files(config("1"), **{".helmignore": "templates/gone.yaml\n", "templates/gone.yaml": config("2", "gone")}),
    "hidden files": _files(
        config('{{ range $p, $_ := .Files.Glob "**" }}{{ $p }};{{ end }}{{ .Files.Get ".env" }}'), **{".env": "A=1", "templates/.hidden.yaml": config("3", "h")}
    ),
    "files of a subchart": Case({
        "Chart.yaml": HEAD, "data.txt": "parent", "templates/t.yaml": config('{{ .Files.Get "data.txt" }}'),
        "charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n", "charts/sub/data.txt": "child",
        "charts/sub/templates/t.yaml": config('{{ .Files.Get "data.txt" }}', "sub"),
    }),
    "names with blanks": _files(config('{{ .Files.Get "a b/ü.txt" }}'), **{"a b/ü.txt": "found"}),
}  # fmt: skip
