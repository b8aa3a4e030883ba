"""The way of an idea through a company: moves along the arrows of the workflow."""
