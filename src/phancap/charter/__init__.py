"""Bodies, powers and grants: the model as written."""
