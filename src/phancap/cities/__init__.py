"""Workspaces that ship with the package, one folder a city."""
