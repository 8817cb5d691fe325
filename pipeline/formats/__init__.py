"""Views of a report: one module for each format, named as the user names it."""
