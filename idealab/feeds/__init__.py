"""What other programs read of the public site: feeds, calendars, site maps, linked data."""
