"""Pages of membership, one module a noun."""
