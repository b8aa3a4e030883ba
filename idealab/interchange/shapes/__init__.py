"""How the records of a package and the rows of the database say the same, kind by kind."""
