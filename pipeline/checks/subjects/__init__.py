"""What rules look at: safe views of objects, pods, charts, values and what runs."""
