"""查看个人信息: in clear only for a purpose, and recorded before anything is shown."""
