"""One person, one vote on an idea, while voting is open."""
