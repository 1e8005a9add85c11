"""钥匙借用: which keys are out, and which came back."""
