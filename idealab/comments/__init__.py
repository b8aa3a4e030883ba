"""What people say about an idea, in threads of two levels."""
