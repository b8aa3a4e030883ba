"""The shortlist to take away: made by a job, kept for a while, owned by who asked."""
