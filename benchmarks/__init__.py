"""Measurements, apart from the tests: what takes how long, beside what."""
