"""The kinds of motions whose effects belong to apps below votes, and the two that are votes' own."""
