"""Numbers about a campaign, counted from the rows."""
