"""The rules in force, as data: first editions in TOML, one small reader each."""
