"""A long run under everything that can happen at night: see `script/uthallighet`."""
