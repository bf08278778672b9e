"""How a panel is composed: asked for, listed, struck from, drawn or agreed on, seated, and its places filled again."""
