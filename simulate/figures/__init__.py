"""Pictures of how the simulated values are distributed, for docs/reference/distributions.md."""
