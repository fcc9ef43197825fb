"""Units of territory in time: versions, lineage, atoms, and places by any name."""
