"""rendiff: what exactly will change, in which environment, is it allowed, and why."""

__version__ = "0.1.0"
