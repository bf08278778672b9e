"""Pure rules of membership: who may, what must hold, the charter's chapter, secrets."""
