"""The wall of a campaign: its orders, filters and search, and what was seen of it."""
