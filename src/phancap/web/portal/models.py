"""All tables of the public site in one place, so that Django finds them; each is written in its own room."""
