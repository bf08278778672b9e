"""The pages of the chair."""
