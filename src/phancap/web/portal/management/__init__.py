"""Found by Django by this name."""
