"""The scheme: who does what by when, what agencies said, what is aimed at; read from official documents."""
