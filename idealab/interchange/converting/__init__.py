"""From what other platforms publish to a package, one module a source."""
