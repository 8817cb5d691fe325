"""Who is judged by what: policies in force, briefs for workers, verdicts made findings with severity, waiver and state."""
