"""What differs between two sets of resources: pairs, edits, texts inside texts."""
