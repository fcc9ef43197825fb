"""Files to rows and text, and back: CSV, XLSX, TOML; days and folded text. No word of the domain."""
