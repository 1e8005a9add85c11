"""What one stream asks of another: rows and time in, commands out."""
