"""Third-party assets: only the pinned bytes, and nothing done twice."""

from pathlib import Path

import pytest
from django.core.management.base import CommandError

from apps.kernel.management.commands import build_assets


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine has no font package: the build must go on, and is quick."""
    found = build_assets._package_folder

    def folder(name: str) -> Path:
        if name == "fontpkg_inter":
            raise ImportError(name)
        return found(name)

    monkeypatch.setattr(build_assets, "_package_folder", folder)


@pytest.mark.usefixtures("no_font")
def test_assets_are_built_once(tmp_path: Path) -> None:
    target = tmp_path / "static"
    target.mkdir()
    assert build_assets.build_assets(target) == ["bootstrap/css/bootstrap.min.css", "fonts/inter.css"]
    assert build_assets.build_assets(target) == []


@pytest.mark.usefixtures("no_font")
def test_the_copied_stylesheet_names_no_map_that_is_left_out(tmp_path: Path) -> None:
    build_assets.build_assets(tmp_path)
    text = (tmp_path / "bootstrap/css/bootstrap.min.css").read_text()
    assert ".table" in text
    assert "sourceMappingURL" not in text


@pytest.mark.usefixtures("no_font")
def test_a_file_with_another_digest_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_assets, "BOOTSTRAP_PINS", {"css/bootstrap.min.css": "0" * 64})
    with pytest.raises(CommandError, match="pinned digest"):
        build_assets.build_assets(tmp_path)
    assert not (tmp_path / "bootstrap").exists()
