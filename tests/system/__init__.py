"""The running product, attacked: many at once, killed at any moment, fed with odd things."""
