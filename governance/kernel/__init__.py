"""What an event, a command, a stream, a sealed value and the store are."""
