"""The contestants, each in a process of its own that answers one line for each that it is sent.

A process is started with the path of its template. A line is a JSON object:
`{"data": PATH}` loads cases, `{"case": N}` makes the Nth document in memory
and answers `{"ms": …, "cpu": …}`, the time it took by its own clock and of the
processor; with `"save":
PATH` it also writes what it made, after the clock has stopped. A failure is
answered `{"error": …}`.
"""
