"""Objects written as YAML that Kubernetes reads back as the same object."""

import re
from collections.abc import Mapping
from typing import Any, Final

import yaml

from pipeline.manifests.scalars import resolved

# What libyaml may print without quotes and what go-yaml resolves to something else than text.
_AMBIGUOUS: Final = re.compile(r"[-+.0-9].*|y|Y|n|N|<<|=|~?")
_UNPRINTABLE: Final = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]"
)


class _Dumper(yaml.CSafeDumper):
    """Never anchors, never sorts; texts of several lines as blocks."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = None
    if _UNPRINTABLE.search(value):
        style = '"'
    elif "\n" in value:
        style = "|" if not re.search(r"[ \t]\n|[ \t]\Z|\A[ \n\t]|\t", value) else '"'
    elif not isinstance(resolved(value) if value else None, str) or _AMBIGUOUS.fullmatch(value):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _mapping(dumper: _Dumper, value: Mapping[str, Any]) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items())


def _number(dumper: _Dumper, value: float) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", repr(value))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(float, _number)


def dump(value: Any) -> str:
    """The value as one YAML document, keys in their order, with a newline at the end."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, width=1 << 20, sort_keys=False, default_flow_style=False
    )
    return text.removesuffix("...\n")
