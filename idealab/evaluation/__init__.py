"""Criteria and scores that reviewers give."""
