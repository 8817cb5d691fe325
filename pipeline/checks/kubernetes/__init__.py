"""What Kubernetes itself would refuse: schemas, validation beyond them, APIs that are gone."""
