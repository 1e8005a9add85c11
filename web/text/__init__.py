"""Texts of people and sheets: read, cleaned, masked, and written as people read them."""
