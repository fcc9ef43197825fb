"""Rule books of instruments, one package a country; each is data with the provision behind every row."""
