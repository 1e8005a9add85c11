"""Whose personal data were erased for good, on which legal ground, and who asked for it."""
