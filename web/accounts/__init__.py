"""账号: who may log in, with which roles; and one's own password."""
