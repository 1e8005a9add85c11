"""The command line, the worker, the benches: thin, over the other packages."""
