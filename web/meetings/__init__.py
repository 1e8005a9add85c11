"""双周一议: meetings, their agendas, what they decide, and the paper that goes out."""
