"""Judging: what breaks a rule, where, and what it means for a change. One package for each kind of checks."""
