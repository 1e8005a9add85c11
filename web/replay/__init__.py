"""回放: a case as it stood after any of its records, and every list as of any moment."""
