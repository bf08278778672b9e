"""What is asked on the pages: of reports, of regimes, of packages."""
