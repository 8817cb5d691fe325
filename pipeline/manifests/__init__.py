"""Kubernetes manifests: YAML as Kubernetes reads it, which object each is, what is secret and what varies in them."""
