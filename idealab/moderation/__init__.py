"""What people report, and what the team does about it."""
