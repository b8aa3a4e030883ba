"""What tests stand on: databases, a real site, a real browser."""
