"""Gather third-party page assets from installed packages into the git-ignored build folder."""

from __future__ import annotations

import hashlib
import io
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

# The digests are those of npm bootstrap@5.3.8: the wheel is a small repackaging, so its bytes are not trusted.
BOOTSTRAP_PINS = {
    "css/bootstrap.min.css": "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede",
}
FONT_WEIGHTS = (400, 750)
FONT_CODEPOINTS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),
    *range(0x2010, 0x2028),
    0x20AC,
    0x2190,
    0x2191,
    0x2192,
    0x2193,
    0x2212,
    0x2264,
    0x2265,
)
FONT_FACE = (
    '@font-face{font-family:"Inter";src:url("inter.woff2") format("woff2");'
    "font-weight:400 750;font-style:normal;font-display:swap}\n"
)


def build_assets(target: Path) -> list[str]:
    """Write Bootstrap and the Inter subset under ``target``; return the names written, empty when up to date.

    Raises CommandError when a file of the package does not have the digest it is pinned to.
    """
    stamp = target.parent / "assets.stamp"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted and (target / "fonts/inter.css").exists():
        return []
    written = [*_copy_bootstrap(target / "bootstrap"), *_build_font(target / "fonts")]
    stamp.write_text(wanted)
    return written


def _fingerprint() -> str:
    parts = [*BOOTSTRAP_PINS.values(), Path(__file__).read_text(), _version("fontpkg-inter")]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "absent"


def _package_folder(name: str) -> Path:
    # These packages are namespace packages: they have a path but no __file__.
    return Path(next(iter(import_module(name).__path__)))


def _copy_bootstrap(target: Path) -> list[str]:
    source = _package_folder("bootstrap")
    for relative, pin in BOOTSTRAP_PINS.items():
        content = (source / relative).read_bytes()
        if hashlib.sha256(content).hexdigest() != pin:
            raise CommandError(f"bootstrap {relative} does not have the pinned digest; refusing to serve it")
        destination = target / relative
        destination.parent.mkdir(parents=True, exist_ok=True)
        # The manifest storage would look for the map file that this comment names.
        lines = [line for line in content.decode().splitlines() if "sourceMappingURL=" not in line]
        destination.write_text("\n".join(lines) + "\n")
    return [f"bootstrap/{relative}" for relative in BOOTSTRAP_PINS]


def _build_font(target: Path) -> list[str]:
    target.mkdir(parents=True, exist_ok=True)
    try:
        source = _package_folder("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf"
        font = _subset_font(source)
    except ImportError:
        # Without the font packages pages fall back to the system's own sans-serif.
        (target / "inter.css").write_text("/* system font */\n")
        return ["fonts/inter.css"]
    (target / "inter.woff2").write_bytes(font)
    (target / "inter.css").write_text(FONT_FACE)
    return ["fonts/inter.woff2", "fonts/inter.css"]


def _subset_font(source: Path) -> bytes:
    from fontTools import subset  # noqa: PLC0415 - slow to import, and optional
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import, and optional
    from fontTools.varLib import instancer  # noqa: PLC0415 - slow to import, and optional

    narrowed = instancer.instantiateVariableFont(TTFont(source), {"opsz": 14, "wght": FONT_WEIGHTS})
    # Subsetting an instance that was never saved fails with a KeyError.
    buffer = io.BytesIO()
    narrowed.save(buffer)
    buffer.seek(0)
    font = TTFont(buffer)
    options = subset.Options()
    options.layout_features = ["kern", "liga", "calt", "tnum", "ccmp", "locl", "mark", "mkmk"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=FONT_CODEPOINTS)
    subsetter.subset(font)
    font.flavor = "woff2"
    result = io.BytesIO()
    font.save(result)
    return result.getvalue()


class Command(BaseCommand):
    """Copy Bootstrap and the Inter subset into build/static, when they are not there yet."""

    help = "Gather third-party page assets from installed packages into build/static."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept another target folder."""
        parser.add_argument("--target", type=Path, default=None, help="folder to write to (default build/static)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, and say what was written."""
        target = options["target"] or Path(settings.BASE_DIR) / "build" / "static"
        target.mkdir(parents=True, exist_ok=True)
        written = build_assets(target)
        self.stdout.write(f"assets: {', '.join(written) or 'up to date'}")
