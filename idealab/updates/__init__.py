"""The journal of a campaign: what its team tells while it goes on."""
