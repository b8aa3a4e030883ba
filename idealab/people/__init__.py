"""A person as others see them, and all that is one's own in one place."""
