"""Lists of objects: Helm takes them to pieces late, so that some of what their items say has no effect."""

import re
from functools import lru_cache
from typing import Final

from pipeline.manifests.kyaml import load
from pipeline.manifests.objects import content
from pipeline.manifests.reading import mapping

_KIND: Final = re.compile(r"""kind(?<!\wkind)["']?\s*:\s*["']?List\b""")


@lru_cache(maxsize=1024)
def is_list(text: str) -> bool:
    """Whether a document that was read before is a `kind: List`. text: its `---` line included."""
    if "List" not in text or not _KIND.search(text):
        return False
    return mapping(load(content(text) + "\n")).get("kind") == "List"
