"""What a viewer may see of reports, regimes, duties and packages."""
