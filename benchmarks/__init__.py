"""Measured runs, not tests: how fast the site is, how big it gets, how both grow."""
