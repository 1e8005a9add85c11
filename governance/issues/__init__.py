"""Grid issues: reported, verified, filed, dispatched, handled, checked, closed (GB/T 30428.8)."""
