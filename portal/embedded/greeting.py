"""What the terminal shows when the demo is ready."""

from pathlib import Path

from apps.desk.demo_accounts import ACCOUNTS, PASSWORD


def greeting(address: str, logs: Path) -> str:
    """Where to go, whom to sign in as, where the mail is, how to stop."""
    width = max(len(email) for email, _ in ACCOUNTS)
    people = [f"    {email:<{width}}  {purpose}" for email, purpose in ACCOUNTS]
    lines = ["", f"  Concord is ready:  {address}/", "", "  Sign in as one of", *people]
    lines += [f"  Password for all:  {PASSWORD}", ""]
    lines += [
        f"  Outgoing mail:     {address}/demo/mail/",
        f"  Logs:              {logs}",
        "  To stop:           Ctrl-C",
        "",
    ]
    return "\n".join(lines)
