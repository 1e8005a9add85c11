"""一格一题: the one topic every grid works on, its goal and its milestones."""
