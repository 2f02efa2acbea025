"""From the vendor's exports to a sealed package on a medium, and one byte changed afterwards."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import av
import pytest

from duty_desk.desk.footage_files import FileStage, FileStatus, FileWork
from duty_desk.desk.footage_package import Recording, check, put_on_medium, seal
from duty_desk.desk.footage_papers import HandedFile, package_papers, receipt
from duty_desk.documents.bag import BagInfo
from duty_desk.video.file_look import Playing
from tests.desk.footage_told import CHECKS, TOLD
from tests.fakes.bag_reader import bagit

RESOURCES = Path(__file__).parents[2] / "resources"
CLIPS = {"C046_20261119_2100.mp4": "c046", "C047 镕喆𠮷.mkv": "c017", "C063.h264": "c063"}


def export(folder: Path) -> Path:
    """Recordings of three cameras as a recorder gives them out: three formats."""
    folder.mkdir()
    for name, clip in CLIPS.items():
        raw = RESOURCES / "demo" / f"{clip}-sub.h264"
        if name.endswith(".h264"):
            (folder / name).write_bytes(raw.read_bytes())
            continue
        with av.open(str(raw)) as source, av.open(str(folder / name), "w") as out:
            into = out.add_stream_from_template(source.streams.video[0])
            out.start_encoding()  # from here on the format's own time base is known
            for number, packet in enumerate(source.demux(video=0)):
                if packet.size:
                    packet.duration = int(1 / into.time_base) // 10
                    packet.pts = packet.dts = number * packet.duration
                    packet.time_base, packet.stream = into.time_base, into
                    out.mux(packet)
    return folder


def added(folder: Path) -> list[FileStatus]:
    """The files of an export, hashed and tried."""
    news = threading.Condition()

    def changed(_status: FileStatus) -> None:
        with news:
            news.notify_all()

    work = FileWork(changed)
    try:
        work.add([folder])
        with news:
            assert news.wait_for(lambda: work.is_at_rest, 60), work.files()
    finally:
        work.close()
    return list(work.files())


@pytest.mark.expected_log("镕喆")  # the validator logs what it finds
def test_three_cameras_go_from_their_exports_to_a_sealed_medium(tmp_path: Path) -> None:
    """Three recordings are sealed, handed over and named when one of them is tampered with."""
    files = added(export(tmp_path / "export"))
    assert [one.stage for one in files] == [FileStage.DONE] * 3
    assert [one.look.playing for one in files if one.look] == [Playing.PLAYABLE] * 3
    handed = tuple(
        HandedFile(name=one.path.name, size_bytes=one.size_bytes, sha256=one.sha256, look=one.look)
        for one in files
        if one.look
    )
    told = replace(TOLD, files=handed, seal="")
    recordings = [
        Recording(source=path, name=one.name, sha256=one.sha256, size_bytes=one.size_bytes)
        for path, one in zip((one.path for one in files), handed, strict=True)
    ]
    info = BagInfo(number="2026-037", unit="街道指挥大厅", made_on="2026-11-21", description="调取")
    papers = package_papers(told, CHECKS, RESOURCES)
    (tmp_path / "usb").mkdir()

    home = seal(tmp_path / "调取2026-037", info, recordings, papers)
    medium = put_on_medium(home.folder, tmp_path / "usb")

    bagit.Bag(str(medium.folder)).validate()
    assert sorted(path.name for path in medium.folder.iterdir() if path.name[0] > "z") == sorted(
        ["如何核验.txt", "时钟校对单.pdf", "画面小样-1.jpg", "登记表.pdf"]
    )
    words = receipt(replace(told, seal=medium.seal)).wide[0][1]
    assert words.replace(" ", "") == home.seal == check(medium.folder).seal

    tampered = medium.folder / "data" / "C047 镕喆𠮷.mkv"
    tampered.chmod(0o600)
    with tampered.open("r+b") as file:
        file.seek(1000)
        file.write(b"\xff\x00")

    assert check(medium.folder).changed == ("data/C047 镕喆𠮷.mkv",)
    with pytest.raises(bagit.BagValidationError, match="镕喆"):
        bagit.Bag(str(medium.folder)).validate()
    assert check(home.folder).is_whole
