"""People, how they sign in, and which roles they hold."""
