"""What must be erasable and so stands beside the log: keys, credentials, sessions, attachments."""
