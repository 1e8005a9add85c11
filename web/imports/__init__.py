"""导入: a sheet of tickets from the file to its receipt, in steps on one page."""
