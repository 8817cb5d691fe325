"""Where a fault stands: from a path in a rendered object back to the line of a template or of a values file."""
