"""钥匙借用: a whole concept, added to the lists of streams, boards and features and no more."""
