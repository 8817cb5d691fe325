"""What Helm itself says of a chart: lint, schema of values, metadata, dependencies."""
