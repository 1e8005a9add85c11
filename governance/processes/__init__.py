"""What one stream asks of another.

Either at once, `reactions(event, occasion) -> commands` done by the door in the append of the event
(`reacting` lists them), or by the clock: rows and time in, commands out.
"""
