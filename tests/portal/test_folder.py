"""The demo's folder: its lock, its secrets, its place for data, and the room it needs."""

from pathlib import Path

import pytest

from apps.kernel import p256
from portal.embedded import disk, places
from portal.embedded.accounts import ourselves
from portal.embedded.errors import LauncherError
from portal.embedded.folder import hold
from portal.embedded.prepare import fingerprint


def test_a_second_demo_in_the_folder_is_told_the_address_of_the_first(tmp_path: Path) -> None:
    with hold(tmp_path) as first:
        first.announce("http://localhost:8042")
        with pytest.raises(LauncherError, match="http://localhost:8042"), hold(tmp_path):
            pass


def test_the_folder_is_free_again_after_the_first_ended(tmp_path: Path) -> None:
    with hold(tmp_path):
        pass
    with hold(tmp_path) as again:
        assert again.var == tmp_path


def test_the_secret_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    with hold(tmp_path) as held:
        key = held.secret_key()
        assert len(key) >= 50
        assert held.secret_key() == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_the_key_that_rings_browsers_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    with hold(tmp_path) as held:
        key = held.push_key()
        p256.read(key)
        assert held.push_key() == key
    assert (tmp_path / "vapid-key").stat().st_mode & 0o077 == 0


def test_the_environment_file_is_closed_to_others_and_holds_plain_lines(tmp_path: Path) -> None:
    with hold(tmp_path) as held:
        held.write_environment({"DEMO": "1", "BASE_URL": "http://localhost:8000"})
    lines = held.environment_file.read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "DEMO=1",
        "BASE_URL=http://localhost:8000",
    ]
    assert held.environment_file.stat().st_mode & 0o077 == 0


def test_too_little_disk_is_one_line_with_the_numbers(tmp_path: Path) -> None:
    with pytest.raises(LauncherError, match=r"^Too little free disk .* 999999999999 MB needed\.$"):
        disk.require(tmp_path, needed_mb=999_999_999_999)


def test_room_is_asked_where_a_missing_folder_would_be_made(tmp_path: Path) -> None:
    missing = tmp_path / "not" / "yet"
    disk.require(missing, needed_mb=0)
    assert not missing.exists()


def test_the_clusters_place_is_remembered(tmp_path: Path) -> None:
    home = places.cluster_home(tmp_path, ourselves())
    assert home == tmp_path / "postgres"
    assert places.remembered_home(tmp_path) == home


def _project_with_cluster_elsewhere(tmp_path: Path, name: str) -> Path:
    var, elsewhere = tmp_path / name, tmp_path / "elsewhere"
    var.mkdir()
    elsewhere.mkdir(exist_ok=True)
    (var / places.REMEMBERED).write_text(str(elsewhere))
    (elsewhere / places.OWNER_FILE).write_text(str(tmp_path / "first"))
    return var


def test_a_moved_project_keeps_its_cluster(tmp_path: Path) -> None:
    moved = _project_with_cluster_elsewhere(tmp_path, "moved")
    assert places.cluster_home(moved, ourselves()) == tmp_path / "elsewhere"


def test_a_copied_project_gets_a_cluster_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "first").mkdir()
    copy = _project_with_cluster_elsewhere(tmp_path, "copy")
    assert places.cluster_home(copy, ourselves()) == copy / "postgres"


def test_a_long_path_gets_a_short_socket_folder(tmp_path: Path) -> None:
    home = tmp_path / ("x" * 100)
    home.mkdir()
    folder = places.socket_folder(home)
    try:
        assert len(str(folder)) < places.LONGEST_SOCKET_FOLDER
        again = places.socket_folder(home)
        assert not folder.exists(), "the folder of a killed run is swept"
        folder = again
    finally:
        places.remove_socket_folders(home)
    assert not folder.exists()


def test_a_fingerprint_changes_with_content_and_names_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one")
    before = fingerprint(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("compiled")
    assert fingerprint(tmp_path) == before
    (tmp_path / "a.py").write_text("two")
    changed = fingerprint(tmp_path)
    assert changed != before
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert fingerprint(tmp_path) != changed
