"""Ideas: what people answer, every revision of it, and the wall they hang on."""
