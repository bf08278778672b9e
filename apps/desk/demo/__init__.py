"""The demo: who is in it, what has happened to them, and how that is played into the database."""
