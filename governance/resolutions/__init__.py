"""议定事项: what a meeting resolved, tracked until it is 销号 or withdrawn by another meeting."""
