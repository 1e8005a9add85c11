"""What an edition would change, computed from the rows: one small function an effect."""
