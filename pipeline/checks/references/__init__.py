"""What names what: across the objects of a release and the releases of an environment."""
