"""Sheets that were read in: one stream per file and mapping, with what became of its rows."""
