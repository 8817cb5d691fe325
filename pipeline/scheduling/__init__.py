"""Where pods may be put: the hard rules of the scheduler, worked out on the nodes of an inventory."""
