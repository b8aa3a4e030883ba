"""The campaign a new installation begins with."""
