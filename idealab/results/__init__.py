"""What became of a campaign: who took part, what was chosen and stopped, and why."""
