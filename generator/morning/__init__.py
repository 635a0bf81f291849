"""What people read in the morning: the report of a run, for all and for each handläggare."""

from generator.morning.writing import Written, write_reports

__all__ = ["Written", "write_reports"]
