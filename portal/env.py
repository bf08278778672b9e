"""Reads the environment strictly: an odd value stops the start with a sentence that names the variable."""

import os
import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from apps.kernel import p256

ROOT = Path(__file__).resolve().parent.parent
DEMO_ENV = ROOT / "var" / "demo.env"


CONNECTION_OPTIONS = frozenset(
    {
        "application_name", "channel_binding", "connect_timeout", "gssencmode", "keepalives", "keepalives_idle",
        "load_balance_hosts", "options", "require_auth", "sslcert", "sslcrl", "sslkey", "sslmode", "sslrootcert",
        "target_session_attrs", "tcp_user_timeout",
    }
)  # fmt: skip
"""What a database's address may say besides where it is; a misspelt sslmode must not be passed over in silence."""


class BadEnvironment(Exception):
    """A variable is missing or has a value that cannot be right."""


def _demo_environment() -> dict[str, str]:
    if "DATABASE_URL" in os.environ or "DATABASE_URL_FILE" in os.environ or not DEMO_ENV.is_file():
        return {}
    lines = DEMO_ENV.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


_demo = _demo_environment()


def text(name: str, default: str | None = None) -> str:
    """The variable, or the content of the file that NAME_FILE names; raises BadEnvironment when absent."""
    if name in os.environ:
        return os.environ[name]
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise BadEnvironment(f"{name}_FILE={path} cannot be read: {error.strerror}") from error
    if name in _demo:
        return _demo[name]
    if default is None:
        raise BadEnvironment(f"{name} is not set (nor {name}_FILE)")
    return default


def flag(name: str, default: bool) -> bool:
    """1/true/yes/on or 0/false/no/off; anything else raises BadEnvironment."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise BadEnvironment(f"{name}={value!r} is neither yes (1) nor no (0)")


def number(name: str, default: int) -> int:
    """A whole number; anything else raises BadEnvironment."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise BadEnvironment(f"{name}={value!r} is not a whole number") from error


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str, *, name: str = "DATABASE_URL") -> dict[str, object]:
    """Django's database settings from postgresql://user:password@host:port/name (or ?host=folder)."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadEnvironment(f"{name} must start with postgresql://")
    query: dict[str, str] = dict(parse_qsl(parts.query))
    options: dict[str, str] = {key: value for key, value in query.items() if key not in {"host", "port"}}
    if unknown := sorted(set(options) - CONNECTION_OPTIONS):
        raise BadEnvironment(f"{name} has a parameter that is not known here: {', '.join(unknown)}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"application_name": "concord"} | options,
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(query.get("port", parts.port or "")),
    }


def email(url: str) -> dict[str, object]:
    """Django's mail settings from smtp://user:password@host:port, smtp+tls:// or smtps://."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"}:
        raise BadEnvironment("EMAIL_URL must start with smtp://, smtp+tls:// or smtps://")
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def networks(name: str, default: str = "") -> list[IPv4Network | IPv6Network]:
    """A comma-separated list of networks (10.1.0.0/16); anything else raises BadEnvironment."""
    try:
        return [ip_network(word) for word in words(name, default)]
    except ValueError as error:
        raise BadEnvironment(f"{name}: {error}") from error


def proxy(name: str) -> str:
    """http://host:port of a forward proxy, or "" when unset; anything else raises BadEnvironment."""
    url = text(name, "").rstrip("/")
    try:
        parts = urlsplit(url)
        sound = parts.hostname and parts.port and "@" not in parts.netloc and url == f"http://{parts.netloc}"
    except ValueError:
        sound = False
    if url and not sound:
        raise BadEnvironment(f"{name} must be http://host:port")
    return url


def scanner(name: str) -> str:
    """tcp://host:port or unix:///path of ClamAV's daemon, or "" when unset; anything else raises BadEnvironment."""
    url = text(name, "")
    try:
        parts = urlsplit(url)
        plain = not (parts.query or parts.fragment or parts.username or parts.password)
        by_tcp = parts.scheme == "tcp" and parts.hostname and parts.port and not parts.path.strip("/")
        by_file = parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/") and len(parts.path) > 1
        sound = plain and (by_tcp or by_file)
    except ValueError:
        sound = False
    if url and not sound:
        raise BadEnvironment(f"{name} must be tcp://host:port or unix:///path/to/clamd.sock")
    return url


def signing_key(name: str) -> str:
    """A private key on P-256, in base64url or PEM, as it was given; "" when unset; anything else raises BadEnvironment."""
    given = text(name, "")
    try:
        if given:
            p256.read(given)
    except p256.NoKey as error:
        raise BadEnvironment(f"{name}: {error} Make one with: manage.py make_vapid_key") from error
    return given


def contact(name: str) -> str:
    """mailto:… or https://…, or "" when unset; anything else raises BadEnvironment."""
    address = text(name, "")
    if address and not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+|https://[^/\s]+(/\S*)?", address):
        raise BadEnvironment(f"{name} must be mailto:somebody@your-domain or https://…")
    return address


def present(name: str) -> bool:
    """Whether the variable can be had at all (environment, NAME_FILE or the running demo)."""
    return name in os.environ or f"{name}_FILE" in os.environ or name in _demo
