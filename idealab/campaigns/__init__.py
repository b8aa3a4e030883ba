"""A campaign: a question put to the public, with its phases, topics, form and workflow."""
