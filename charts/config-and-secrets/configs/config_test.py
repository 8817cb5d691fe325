"""Whether the variables and the file say what the values of the chart say; exit code 1 where they do not."""

import os
import re
import sys
from pathlib import Path

said = f"{os.environ['SPECIAL_LEVEL']} {os.environ['SPECIAL_TYPE']}"
properties = re.findall(r"^property\.\d+=", Path(os.environ["EXAMPLE"]).read_text("utf-8"), re.MULTILINE)
print(f"{said}, {len(properties)} properties")
sys.exit((said, len(properties)) != (os.environ["EXPECTED"], int(os.environ["PROPERTIES"])))
