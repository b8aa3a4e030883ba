"""Sketches: the pictures of an idea, drawn or uploaded."""
