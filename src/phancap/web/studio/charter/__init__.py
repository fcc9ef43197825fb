"""The workshop of the charter: drafts, findings, differences, publication, and the log of all of it."""
