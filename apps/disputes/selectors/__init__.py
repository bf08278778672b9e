"""What is shown of disputes."""
