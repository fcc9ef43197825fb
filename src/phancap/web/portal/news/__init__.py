"""News and documents: written, agreed, published, found, printed, fed to readers; the old site's addresses."""
