"""What a hotline ticket and a grid issue share: assignment, returns, extensions, 三跨, chasing."""
