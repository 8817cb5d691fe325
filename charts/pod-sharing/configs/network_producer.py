"""Says a line each interval to everybody within the Pod."""

import os

from broadcast import serve
from saying import lines

serve(lines(f"Main app ({os.environ['APP_NAME']})"), int(os.environ["PORT"]), "localhost")
