"""The back room: people, and those who keep the charter; everything here asks who you are."""
