"""The results of a run put together: counts, digests, report.json."""
