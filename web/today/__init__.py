"""今日: what is due for whoever is logged in."""
