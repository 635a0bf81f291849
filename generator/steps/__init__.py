"""The arrow's steps, one module each; none imports another."""
