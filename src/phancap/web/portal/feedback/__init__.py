"""Feedback of residents (PAKN): routed by the charter, timed by the lawful calendar, answered in public."""
