"""Passwords and addresses at rest."""

from __future__ import annotations

import stat
import sys

import pytest

from duty_desk.language import Refusal
from duty_desk.machine.vault import KEY_FILE, Vault, is_sealed

SECRET = "口令-p@ss word"


def test_what_was_sealed_opens_again_after_a_restart(tmp_path):
    """The key lies in the data folder, so the next start can open it."""
    sealed = Vault(tmp_path).seal(SECRET, "camera:C017")

    assert is_sealed(sealed)
    assert SECRET not in sealed
    assert Vault(tmp_path).open(sealed, "camera:C017") == SECRET


def test_the_same_secret_never_looks_the_same(tmp_path):
    """Nobody can tell from the store that two cameras share a password."""
    vault = Vault(tmp_path)

    assert vault.seal(SECRET, "a") != vault.seal(SECRET, "a")
    assert vault.open(vault.seal("", "a"), "a") == ""


def test_a_secret_moved_to_another_camera_does_not_open(tmp_path):
    """What is sealed is bound to what it is about."""
    vault = Vault(tmp_path)
    sealed = vault.seal(SECRET, "camera:C017")

    with pytest.raises(Refusal, match="被改动"):
        vault.open(sealed, "camera:C018")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: s[:-6] + ("A" if s[-6] != "A" else "B") + s[-5:],
        lambda s: s[:30],
        lambda s: s[:20],
        lambda s: s + "%",
        lambda s: s.replace("v1", "v9"),
        lambda _: "plain text",
        lambda _: "",
        lambda _: "sealed:v1:",
    ],
)
def test_a_changed_secret_is_refused(tmp_path, spoil):
    """A damaged row leads to a sentence that says what to do."""
    vault = Vault(tmp_path)
    sealed = vault.seal(SECRET, "a")

    with pytest.raises(Refusal) as refusal:
        vault.open(spoil(sealed), "a")

    assert "重新填写" in str(refusal.value)
    assert SECRET not in str(refusal.value)


def test_a_lost_key_is_said_and_not_silently_replaced(tmp_path):
    """Opening never makes a new key: the old file may still be brought back."""
    sealed = Vault(tmp_path).seal(SECRET, "a")
    kept = (tmp_path / KEY_FILE).read_bytes()
    (tmp_path / KEY_FILE).unlink()

    with pytest.raises(Refusal, match="不见了"):
        Vault(tmp_path).open(sealed, "a")
    assert not Vault(tmp_path).has_key

    (tmp_path / KEY_FILE).write_bytes(kept)
    assert Vault(tmp_path).open(sealed, "a") == SECRET


def test_another_key_is_told_apart_from_damage(tmp_path):
    """A restored folder with a fresh key says that the key is the wrong one."""
    sealed = Vault(tmp_path).seal(SECRET, "a")
    (tmp_path / KEY_FILE).unlink()
    other = Vault(tmp_path)
    other.seal("x", "b")

    with pytest.raises(Refusal, match="不是当时加密用的"):
        other.open(sealed, "a")


@pytest.mark.parametrize("content", [b"", b"duty-desk-key:v1:c2hvcnQ=\n", b"\xff\xfe", b"x" * 99])
def test_a_damaged_key_file_is_refused_and_left_alone(tmp_path, content):
    """Nothing is overwritten, neither by opening nor by sealing."""
    sealed = Vault(tmp_path).seal(SECRET, "a")
    (tmp_path / KEY_FILE).write_bytes(content)

    with pytest.raises(Refusal, match="已损坏"):
        Vault(tmp_path).open(sealed, "a")
    with pytest.raises(Refusal, match="已损坏"):
        Vault(tmp_path).seal(SECRET, "a")
    assert (tmp_path / KEY_FILE).read_bytes() == content


def test_a_key_that_cannot_be_written_is_refused(tmp_path):
    """A missing folder stands for a full or read-only disk."""
    with pytest.raises(Refusal, match="写不进"):
        Vault(tmp_path / "missing").seal(SECRET, "a")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in access lists")
def test_the_key_belongs_to_one_user_alone(tmp_path):
    """Rights that are too open are tightened when the key is read."""
    sealed = Vault(tmp_path).seal(SECRET, "a")
    file = tmp_path / KEY_FILE
    fresh = stat.S_IMODE(file.stat().st_mode)
    file.chmod(0o644)

    Vault(tmp_path).open(sealed, "a")

    assert fresh == 0o600
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_neither_key_nor_secret_stands_in_a_repr(tmp_path):
    """A log line with the vault in it gives nothing away."""
    vault = Vault(tmp_path)
    vault.seal(SECRET, "a")
    key = (tmp_path / KEY_FILE).read_text().strip().rpartition(":")[2]

    assert key not in repr(vars(vault))
    assert "_key': _Key()" in repr(vars(vault))
