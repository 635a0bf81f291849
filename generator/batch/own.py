"""The program's own folder among the published documents."""

OWN = ".generator"
"""Its name; it may be taken away when no run goes on, and costs the next one time."""
