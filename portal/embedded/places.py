"""Where the embedded PostgreSQL keeps its data: within its account's reach, no folder opened for it."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from portal.embedded.accounts import Account, can_use
from portal.embedded.errors import LauncherError

# A socket's path may have 107 bytes on Linux and 103 on macOS; PostgreSQL appends `/.s.PGSQL.5432`.
LONGEST_SOCKET_FOLDER = 80
SHORT_TEMP = Path("/tmp")  # noqa: S108 - only ever through mkdtemp
REMEMBERED = "postgres.place"
OWNER_FILE = "belongs-to"


def cluster_home(var: Path, account: Account) -> Path:
    """The folder for the demo's cluster; made if needed. The choice is remembered in var/."""
    if home := remembered_home(var):
        return home
    home = _choose(var, account)
    home.mkdir(parents=True, exist_ok=True)
    if home.stat().st_uid != os.geteuid():
        raise LauncherError(f"{home} belongs to another user: remove it, or move the project.")
    (home / OWNER_FILE).write_text(str(var))
    (var / REMEMBERED).write_text(f"{home}\n")
    return home


def remembered_home(var: Path) -> Path | None:
    """The cluster's folder of an earlier run, if it is still this project's."""
    note = var / REMEMBERED
    if not note.is_file():
        return None
    home = Path(note.read_text().strip())
    return home if _is_ours(home, var) else None


def socket_folder(home: Path) -> Path:
    """A folder short enough to hold sockets: in the cluster's home, else a new one in the system's temp."""
    folder = home / "run"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        folder.mkdir(exist_ok=True)
        return folder
    remove_socket_folders(home)
    return Path(tempfile.mkdtemp(prefix=_temp_prefix(home), dir=SHORT_TEMP))


def remove_socket_folders(home: Path) -> None:
    """Take away the socket folders outside home, of this run or of one that was killed."""
    for left in SHORT_TEMP.glob(f"{_temp_prefix(home)}*"):
        shutil.rmtree(left, ignore_errors=True)


def _is_ours(home: Path, var: Path) -> bool:
    owner = home / OWNER_FILE
    if not owner.is_file():
        return False
    previous = Path(owner.read_text())
    if previous != var and not previous.exists():  # the project was moved; a copy of it keeps its hands off
        owner.write_text(str(var))
        previous = var
    return previous == var


def _choose(var: Path, account: Account) -> Path:
    if account.is_us or can_use(account, var):
        return var / "postgres"
    name = f"concord-{_short_hash(var)}"
    for parent in (Path("/var/lib"), Path(tempfile.gettempdir())):
        if parent.is_dir() and os.access(parent, os.W_OK) and can_use(account, parent):
            return parent / name
    raise LauncherError(f"PostgreSQL runs as {account.name} here, which can reach neither {var} nor /var/lib.")


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def _temp_prefix(home: Path) -> str:
    return f"concord-run-{_short_hash(home)}-"
