"""Where charts come from when they are not in this checkout: one module for each kind of source."""
