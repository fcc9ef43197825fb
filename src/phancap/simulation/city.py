"""The model of a city, built from its workspace (in the making of this file: see build_city)."""
