"""Acts: their numbers, kinds, issuers and ranks, and the dated rule book of instruments."""
