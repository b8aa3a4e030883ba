"""The real product, started as a customer starts it."""
