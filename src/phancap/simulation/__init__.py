"""Dossiers through offices: what a charter, a demand and a staff would do to waiting, desks and the late list."""
