"""Pages that tell about the site itself and that whoever runs it fills in."""
