"""The real PostgreSQL and Redis of demo and tests, started from PyPI packages; knows nothing of Django."""
