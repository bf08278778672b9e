"""The forms of motions and votes; what is right is decided by the services."""
