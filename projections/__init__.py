"""What anybody sees: read models computed from the events up to a position, and their queries."""
