"""钥匙借用: a whole concept as it stands in the three floors, each with a room of it."""
