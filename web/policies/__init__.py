"""政策: what rules are in force, and every edition there ever was."""
