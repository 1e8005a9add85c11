"""Who looked at personal data, who took data out, and what for."""
