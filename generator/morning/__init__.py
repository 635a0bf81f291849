"""What people read in the morning: the report of a run, for all and for each handläggare."""
