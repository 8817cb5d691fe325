"""The container-orchestration standards: one module for each family, its words in the YAML file beside it."""
