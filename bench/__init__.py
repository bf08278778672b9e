"""What things cost, measured side by side with a bare floor in one run (`make bench`)."""
