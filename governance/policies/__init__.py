"""The policies themselves, as a stream: every edition is an event with its source."""
