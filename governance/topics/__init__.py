"""一格一题: the one question a grid works on at a time, from its choice to its review."""
