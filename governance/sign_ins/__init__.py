"""Who came in and went, and how often somebody was kept out."""
