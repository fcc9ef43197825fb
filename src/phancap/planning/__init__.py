"""The plan: options x scenarios x road map, with people, facilities and money."""
