"""Files and the sizes made of them. Nothing in here knows who owns a file."""
