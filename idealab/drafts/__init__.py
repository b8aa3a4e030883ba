"""Drafts: ideas that are being written, kept from the first word on, signed in or not."""
