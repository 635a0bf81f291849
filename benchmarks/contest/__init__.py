"""The contest: one template and the same cases, given to each contestant in its own dialect."""
