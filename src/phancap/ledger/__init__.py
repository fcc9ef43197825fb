"""An append-only log whose lines are chained by hashes, and folders kept under the hash of what they hold."""
