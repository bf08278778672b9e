"""What the launcher tells the person at the terminal when it cannot go on."""


class LauncherError(Exception):
    """One sentence that says what is wrong and what to do; printed as it is, exit status 1."""
