"""钥匙借用: keys of public rooms that are lent and come back."""
