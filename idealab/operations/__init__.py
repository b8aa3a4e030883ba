"""Running the house: processes, checks, queues and the commands for them."""
