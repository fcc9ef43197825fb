"""The visit counter: exact, and without anything kept that could tell one visitor from another."""
