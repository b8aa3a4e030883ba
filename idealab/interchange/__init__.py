"""Whole campaigns in and out, in the OICX package format."""
