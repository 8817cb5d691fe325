"""Helm, asked to render: one protocol, the engines behind it, and the processes in which they run."""
