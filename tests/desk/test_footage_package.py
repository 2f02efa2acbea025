"""Packages of footage: sealed, valid by the standard's own reader, on a medium, tampered with."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk import footage_package
from duty_desk.desk.footage_package import (
    Checked,
    Recording,
    check,
    put_on_medium,
    remove_unfinished,
    seal,
    unfinished,
)
from duty_desk.documents.bag import HOW_TO_CHECK, TAG_MANIFEST, BagInfo, how_to_check
from duty_desk.language import Refusal
from duty_desk.machine.file_copy import Stopped, Watch
from tests.fakes.bag_reader import bagit

if TYPE_CHECKING:
    from collections.abc import Iterator

MIB = 1 << 20
INFO = BagInfo(
    number="2026-037",
    unit="街道指挥大厅",
    made_on="2026-11-21",
    description="派出所调取：盗窃\n三个点位",
    more=(("Contact-Name", "值班员 A"),),
)
NAMES = ("C046_20261119_2100.mp4", "C047 镕喆𠮷🎬 100%.mp4", "C046_20261119_2100.MP4")


@pytest.fixture(autouse=True)
def _quiet_validator() -> Iterator[None]:
    """The validator logs what it finds; here its exceptions are asked."""
    logger = logging.getLogger("bagit")
    before, logger.disabled = logger.disabled, True
    yield
    logger.disabled = before


@pytest.fixture
def recordings(tmp_path: Path) -> list[Recording]:
    """Three exports, two of the same name from different folders."""
    made = []
    for number, name in enumerate(NAMES):
        source = tmp_path / f"export{number}" / name
        source.parent.mkdir()
        content = bytes([number + 1]) * (2 * MIB + number)
        source.write_bytes(content)
        known = hashlib.sha256(content).hexdigest()
        made.append(Recording(source=source, name=name, sha256=known, size_bytes=len(content)))
    return made


def sealed(tmp_path: Path, recordings: list[Recording], watch: Watch | None = None):
    """A sealed package with a form and the note on checking."""
    papers = {"登记表.pdf": b"%PDF-1.4", HOW_TO_CHECK: how_to_check("2026-037", 3)}
    return seal(tmp_path / "调取2026-037", INFO, recordings, papers, watch)


def stopping_after(steps: int) -> Watch:
    """A watch that asks to stop after so many blocks."""
    done: list[int] = []

    def told(count: int) -> None:
        done.append(count)
        if len(done) >= steps:
            watch.stop.set()

    watch = Watch(told)
    return watch


def rewrite(path: Path, at: int = 5) -> None:
    """Change one byte of a file."""
    path.chmod(0o600)
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"\xff")


def test_the_package_is_valid_by_the_standards_own_reader(tmp_path, recordings) -> None:
    """The independent validator finds manifests, sizes and names in order."""
    done = sealed(tmp_path, recordings)

    bag = bagit.Bag(str(done.folder))
    bag.validate()
    assert bag.info["External-Identifier"] == "2026-037"
    assert bag.info["External-Description"] == "派出所调取：盗窃 三个点位"
    assert bag.payload_entries().keys() == {one.path for one in done.recordings}
    assert check(done.folder) == Checked(seal=done.seal)


def test_plain_sha256sum_reads_the_manifests(tmp_path, recordings) -> None:
    """What the note tells to type works, and the seal is the hash that anybody can compute."""
    done = sealed(tmp_path, recordings)

    for manifest in ("manifest-sha256.txt", TAG_MANIFEST):
        subprocess.run(["sha256sum", "-c", "--quiet", manifest], cwd=done.folder, check=True)
    assert hashlib.sha256((done.folder / TAG_MANIFEST).read_bytes()).hexdigest() == done.seal


def test_names_stay_apart_and_readable_everywhere(tmp_path, recordings) -> None:
    """Names that differ by case alone are counted, rare characters stay, % goes."""
    names = [Path(one.path).name for one in sealed(tmp_path, recordings).recordings]

    assert names == [NAMES[0], "C047 镕喆𠮷🎬 100_.mp4", "C046_20261119_2100-2.MP4"]


def test_both_checks_name_the_file_that_was_tampered_with(tmp_path, recordings) -> None:
    """One byte of one recording is found by our check and by the independent one, by name."""
    done = sealed(tmp_path, recordings)
    path = done.recordings[1].path
    rewrite(done.folder / path)

    assert check(done.folder).changed == (path,)
    with pytest.raises(bagit.BagValidationError) as found:
        bagit.Bag(str(done.folder)).validate()
    assert [one.path for one in found.value.details] == [path]


def test_missing_strange_and_changed_papers_are_named(tmp_path, recordings) -> None:
    """A file taken out, one put in and a form that was changed are told apart."""
    done = sealed(tmp_path, recordings)
    (done.folder / done.recordings[0].path).unlink()
    (done.folder / "data" / "extra.mp4").write_bytes(b"x")
    rewrite(done.folder / "登记表.pdf")

    found = check(done.folder)

    assert not found.is_whole
    assert found.missing == (done.recordings[0].path,)
    assert found.strange == ("data/extra.mp4",)
    assert found.changed == ("登记表.pdf",)


def test_a_new_manifest_does_not_hide_a_change(tmp_path, recordings) -> None:
    """Whoever writes the manifests anew makes a valid bag, but not the seal of the receipt."""
    done = sealed(tmp_path, recordings)
    rewrite(done.folder / done.recordings[0].path)
    for path in done.folder.iterdir():
        path.chmod(0o700 if path.is_dir() else 0o600)
    bagit.Bag(str(done.folder)).save(manifests=True)

    found = check(done.folder)

    assert found.is_whole
    assert found.seal != done.seal


def test_a_recording_changed_since_it_was_added_is_not_sealed(tmp_path, recordings) -> None:
    """What differs from the hash on record stays out, and no package gets its name."""
    rewrite(recordings[2].source)

    with pytest.raises(Refusal, match="加入时的校验值"):
        sealed(tmp_path, recordings)

    assert not (tmp_path / "调取2026-037").exists()


def test_a_stopped_package_goes_on_and_writes_nothing_twice(tmp_path, recordings) -> None:
    """After a stop there is no package; going on keeps the files that were finished."""
    with pytest.raises(Stopped):
        sealed(tmp_path, recordings, stopping_after(4))
    growing = unfinished(tmp_path / "调取2026-037")
    first = growing / "data" / NAMES[0]
    inode = first.stat().st_ino
    assert not (tmp_path / "调取2026-037").exists()

    done = sealed(tmp_path, recordings)

    assert (done.folder / "data" / NAMES[0]).stat().st_ino == inode
    assert not growing.exists()
    bagit.Bag(str(done.folder)).validate()


def test_a_stopped_package_can_be_removed_whole(tmp_path, recordings) -> None:
    """Nothing of an interrupted try stays behind."""
    with pytest.raises(Stopped):
        sealed(tmp_path, recordings, stopping_after(4))

    remove_unfinished(tmp_path / "调取2026-037")

    assert not any(path.name.startswith("调取") for path in tmp_path.iterdir())


def test_going_on_with_other_files_leaves_no_stranger(tmp_path, recordings) -> None:
    """A recording taken off the list between two tries is not handed over."""
    with pytest.raises(Stopped):
        sealed(tmp_path, recordings, stopping_after(6))

    done = sealed(tmp_path, recordings[1:])

    assert check(done.folder).is_whole


def test_going_on_on_another_day_takes_the_newer_papers(tmp_path, recordings) -> None:
    """Papers of an earlier try, of the same length, are not taken for those of this one."""
    with pytest.raises(Stopped):
        sealed(tmp_path, recordings, stopping_after(14))
    growing = unfinished(tmp_path / "调取2026-037")
    assert (growing / "bag-info.txt").exists()
    later = replace(INFO, made_on="2026-11-22")

    done = seal(tmp_path / "调取2026-037", later, recordings, {})

    assert bagit.Bag(str(done.folder)).info["Bagging-Date"] == "2026-11-22"


def test_a_medium_gets_the_same_package(tmp_path, recordings) -> None:
    """The copy on the medium is valid, has the same seal, and progress tells all bytes twice."""
    done = sealed(tmp_path, recordings)
    (tmp_path / "usb").mkdir()
    steps: list[int] = []

    copy = put_on_medium(done.folder, tmp_path / "usb", Watch(steps.append))

    size = sum(path.stat().st_size for path in copy.folder.rglob("*") if path.is_file())
    assert copy.seal == done.seal
    assert set(copy.recordings) == set(done.recordings)
    assert sum(steps) == 2 * size
    bagit.Bag(str(copy.folder)).validate()


def test_a_package_damaged_at_home_is_not_handed_on(tmp_path, recordings) -> None:
    """A file that no longer has its hash is not written as if it were whole."""
    done = sealed(tmp_path, recordings)
    rewrite(done.folder / done.recordings[0].path)
    (tmp_path / "usb").mkdir()

    with pytest.raises(Refusal, match="不一致"):
        put_on_medium(done.folder, tmp_path / "usb")

    assert os.listdir(tmp_path / "usb") == ["调取2026-037.未完成"]  # noqa: PTH208 - names matter


def test_a_medium_with_other_bytes_is_found_out(tmp_path, recordings) -> None:
    """What reads back differently is refused and written anew at the next try."""
    with pytest.raises(Stopped):
        sealed(tmp_path, recordings, stopping_after(7))
    rewrite(unfinished(tmp_path / "调取2026-037") / "data" / NAMES[0])

    with pytest.raises(Refusal, match="读回来不一样"):
        sealed(tmp_path, recordings)

    bagit.Bag(str(sealed(tmp_path, recordings).folder)).validate()


def test_too_small_a_medium_is_told_before_anything_is_written(
    tmp_path, recordings, monkeypatch
) -> None:
    """Without room nothing is begun."""
    monkeypatch.setattr(footage_package, "free_bytes", lambda _place: 3 * MIB)

    with pytest.raises(Refusal, match="还要 11 MB，只剩 3 MB"):
        sealed(tmp_path, recordings)

    assert not unfinished(tmp_path / "调取2026-037").exists()


def test_fat_takes_no_file_beyond_four_gigabytes(tmp_path, recordings, monkeypatch) -> None:
    """A medium that cannot hold a file of this size says so first."""
    monkeypatch.setattr(footage_package, "file_system_of", lambda _place: "vfat")
    monkeypatch.setattr(footage_package, "free_bytes", lambda _place: 1 << 40)
    large = replace(recordings[0], size_bytes=4 << 30)

    with pytest.raises(Refusal, match="FAT32"):
        sealed(tmp_path, [large])


def test_a_disk_full_in_the_middle_keeps_what_is_done(tmp_path, recordings) -> None:
    """The system's "no space left" is told; with room again the package is finished."""
    growing = unfinished(tmp_path / "调取2026-037")
    (growing / "data").mkdir(parents=True)
    stuck = growing / "data" / f"{NAMES[0]}.part"
    stuck.symlink_to("/dev/full")
    with pytest.raises(Refusal, match="空间用完"):
        sealed(tmp_path, recordings)

    stuck.unlink()

    assert check(sealed(tmp_path, recordings).folder).is_whole


def test_a_medium_that_is_gone_is_told(tmp_path, recordings) -> None:
    """A medium pulled before writing is no traceback."""
    done = sealed(tmp_path, recordings)

    with pytest.raises(Refusal, match="介质不见了"):
        put_on_medium(done.folder, tmp_path / "usb")


def test_a_medium_pulled_in_the_middle_is_told(tmp_path, recordings) -> None:
    """A medium that vanishes while it is written costs nothing at home, and can be tried again."""
    done = sealed(tmp_path, recordings)
    usb = tmp_path / "usb"
    usb.mkdir()

    def pull(_count: int) -> None:
        shutil.rmtree(usb, ignore_errors=True)

    with pytest.raises(Refusal, match="介质不见了"):
        put_on_medium(done.folder, usb, Watch(pull))
    usb.mkdir()

    assert put_on_medium(done.folder, usb).seal == check(done.folder).seal == done.seal


def test_an_existing_package_is_never_overwritten(tmp_path, recordings) -> None:
    """A second seal under the same name is refused, and the first stays as it was."""
    done = sealed(tmp_path, recordings)

    with pytest.raises(Refusal, match="已经存在"):
        sealed(tmp_path, recordings)

    assert check(done.folder).seal == done.seal


def test_a_folder_that_is_no_package_is_refused(tmp_path) -> None:
    """Without manifests nothing is called whole."""
    with pytest.raises(Refusal, match="校验清单"):
        check(tmp_path)
