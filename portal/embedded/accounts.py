"""Which account of the system the servers run as: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.embedded.errors import LauncherError

PREFERRED = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Account:
    """A user of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def is_us(self) -> bool:
        """Whether this is who the launcher runs as."""
        return self.uid == os.geteuid()


def ourselves() -> Account:
    """The account this process runs as; LauncherError when it has no name, which initdb needs."""
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise LauncherError(
            f"User {os.geteuid()} has no entry in /etc/passwd, and PostgreSQL needs one: run as a named user."
        ) from None
    return _from(entry)


def server_account(home: Path | None = None) -> Account:
    """Who runs the servers: ourselves, or, when we are root, the owner of home/data or a lesser account."""
    us = ourselves()
    if us.uid != 0:
        return us
    if home and (home / "data").exists() and (owner := (home / "data").stat().st_uid) != 0:
        return _from(pwd.getpwuid(owner))
    known = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    fitting = [known[name] for name in PREFERRED if name in known] or list(known.values())
    if not fitting:
        raise LauncherError("PostgreSQL does not run as root, and this system has no other account.")
    return _from(fitting[0])


def identity(account: Account) -> dict[str, Any]:
    """The arguments of subprocess that make a child run as the account."""
    if account.is_us:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def can_use(account: Account, *paths: Path) -> bool:
    """Whether the account can enter or execute, and read, every path (the system is asked)."""
    script = 'for path; do test -x "$path" && test -r "$path" || exit 1; done'
    command = ["/bin/sh", "-c", script, "sh", *map(str, paths)]
    return subprocess.run(command, cwd="/", check=False, **identity(account)).returncode == 0


def give(path: Path, account: Account) -> None:
    """Hand a folder to the account and close it to everybody else (root excepted)."""
    path.chmod(0o700)
    if not account.is_us:
        os.chown(path, account.uid, account.gid)


def _from(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
