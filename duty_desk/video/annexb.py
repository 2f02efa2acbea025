"""H.264 in byte-stream form (Annex B) taken apart into pictures, and a black picture written by us.

Standard library only: the loopback server serves pictures without any codec at run time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.language import Refusal, tr

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SLICE, _IDR, _SPS, _PPS = 1, 5, 7, 8
_BASELINE = 66
_LEVEL_4 = 40
_PROFILES_WITH_CHROMA = {100, 110, 122, 244, 44, 83, 86, 118, 128}


@dataclass(frozen=True, slots=True)
class Picture:
    """One access unit: the slices of one coded picture, ready to be sent.

    Before a key picture its parameter sets stand again, so a receiver may start there.
    """

    nals: tuple[bytes, ...]
    is_key: bool


@dataclass(frozen=True)
class Footage:
    """A loop of pictures that starts with a key picture, with its parameter sets and size."""

    sps: bytes
    pps: bytes
    width_px: int
    height_px: int
    pictures: tuple[Picture, ...]

    def key_at_or_before(self, index: int) -> int:
        """The index of the key picture from which picture `index` can be decoded."""
        return next(i for i in range(index, -1, -1) if self.pictures[i].is_key)


def load_footage(file: Path) -> Footage:
    """Read an Annex-B file.

    Raises:
        Refusal: the file cannot be read, or holds no H.264 pictures.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        text = tr("画面文件 {name} 读不出来。其余不受影响，请检查安装是否完整。", name=file.name)
        raise Refusal(text) from error
    try:
        return _footage(split_nals(data))
    except (ValueError, IndexError) as error:
        text = tr(
            "画面文件 {name} 不是 H.264 裸流（Annex B），或没有关键帧，无法播放。请换一个文件。",
            name=file.name,
        )
        raise Refusal(text) from error


def split_nals(data: bytes) -> list[bytes]:
    """The network units of an Annex-B byte stream, without start codes."""
    parts = (part.rstrip(b"\0") for part in re.split(rb"\x00\x00\x01", data)[1:])
    return [part for part in parts if part]


def _footage(nals: list[bytes]) -> Footage:
    sps = next((nal for nal in nals if nal[0] & 31 == _SPS), b"")
    pps = next((nal for nal in nals if nal[0] & 31 == _PPS), b"")
    if not sps or not pps:
        raise ValueError(nals[:0])
    pictures = list(_pictures(nals, (sps, pps)))
    while pictures and not pictures[0].is_key:
        pictures.pop(0)
    if not pictures:
        raise ValueError(pictures)
    width_px, height_px = picture_size(sps)
    return Footage(sps, pps, width_px, height_px, tuple(pictures))


def _pictures(nals: list[bytes], parameter_sets: tuple[bytes, bytes]) -> Iterator[Picture]:
    slices: list[bytes] = []
    for nal in nals:
        if nal[0] & 31 not in (_SLICE, _IDR):
            continue
        # The first bit of a slice header is set when the slice holds the first macroblock.
        if slices and nal[1] & 0x80:
            yield _picture(slices, parameter_sets)
            slices = []
        slices.append(nal)
    if slices:
        yield _picture(slices, parameter_sets)


def _picture(slices: list[bytes], parameter_sets: tuple[bytes, bytes]) -> Picture:
    is_key = slices[0][0] & 31 == _IDR
    return Picture((*parameter_sets, *slices) if is_key else tuple(slices), is_key)


class _BitReader:
    """Reads the bits of a network unit after its emulation prevention bytes are taken out."""

    def __init__(self, nal: bytes) -> None:
        data = nal[1:].replace(b"\0\0\x03", b"\0\0")
        self._bits = "".join(f"{byte:08b}" for byte in data)
        self._at = 0

    def u(self, count: int) -> int:
        """An unsigned number of `count` bits."""
        self._at += count
        if self._at > len(self._bits):
            raise ValueError(count)
        return int(self._bits[self._at - count : self._at], 2)

    def ue(self) -> int:
        """An unsigned Exp-Golomb number."""
        zeros = 0
        while not self.u(1):
            zeros += 1
        return (1 << zeros) - 1 + (self.u(zeros) if zeros else 0)


def picture_size(sps: bytes) -> tuple[int, int]:
    """Width and height in px that a sequence parameter set announces (H.264, 7.3.2.1.1).

    Raises:
        ValueError: the set is cut off, or carries scaling lists, which our clips do not.
    """
    bits = _BitReader(sps)
    chroma_format = _skip_to_size(bits)
    width_mbs, height_units = bits.ue() + 1, bits.ue() + 1
    frames_only = bits.u(1)
    if not frames_only:
        bits.u(1)
    bits.u(1)
    left, right, top, bottom = (bits.ue() for _ in range(4)) if bits.u(1) else (0, 0, 0, 0)
    across = 2 if chroma_format in (1, 2) else 1
    down = (2 if chroma_format == 1 else 1) * (2 - frames_only)
    height_px = height_units * 16 * (2 - frames_only)
    return width_mbs * 16 - across * (left + right), height_px - down * (top + bottom)


def _skip_to_size(bits: _BitReader) -> int:
    profile = bits.u(8)
    bits.u(16)
    bits.ue()
    chroma_format = 1
    if profile in _PROFILES_WITH_CHROMA:
        chroma_format = bits.ue()
        bits.ue()
        bits.ue()
        bits.u(1)
        if bits.u(1):
            raise ValueError(profile)
    bits.ue()
    order = bits.ue()
    if order == 0:
        bits.ue()
    elif order == 1:
        raise ValueError(order)
    bits.ue()
    bits.u(1)
    return chroma_format


def black_footage(width_px: int, height_px: int) -> Footage:
    """A loop of two black key pictures of this size, coded by hand in about 1 byte a macroblock.

    The first macroblock carries its samples raw; all others are predicted from it and say
    "no difference". Two pictures, because neighbouring key pictures must differ in their number.
    """
    sps, pps = _black_sps(width_px, height_px), _black_pps()
    blocks_wide, blocks_high = -(-width_px // 16), -(-height_px // 16)
    pictures = tuple(
        Picture((sps, pps, _black_slice(blocks_wide, blocks_high, number)), is_key=True)
        for number in (0, 1)
    )
    return Footage(sps, pps, width_px, height_px, pictures)


def _ue(value: int) -> str:
    bits = f"{value + 1:b}"
    return "0" * (len(bits) - 1) + bits


def _nal(header: int, bits: str) -> bytes:
    bits += "1"
    bits += "0" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    escaped = re.sub(rb"\x00\x00(?=[\x00-\x03])", b"\x00\x00\x03", data)
    return bytes([header]) + escaped


def _black_sps(width_px: int, height_px: int) -> bytes:
    blocks_wide, blocks_high = -(-width_px // 16), -(-height_px // 16)
    right, bottom = (blocks_wide * 16 - width_px) // 2, (blocks_high * 16 - height_px) // 2
    # Set 0, 4-bit frame numbers, order as sent, one reference, no gaps.
    head = f"{_BASELINE:08b}11000000{_LEVEL_4:08b}" + _ue(0) + _ue(0) + _ue(2) + _ue(1) + "0"
    size = _ue(blocks_wide - 1) + _ue(blocks_high - 1) + "11"
    crop = "1" + _ue(0) + _ue(right) + _ue(0) + _ue(bottom) if right or bottom else "0"
    return _nal(0x67, head + size + crop + "0")


def _black_pps() -> bytes:
    # Set 0 of set 0, variable-length codes, one slice group, one reference each, no weighting,
    # quantiser 26, chroma offset 0, deblocking control present, no redundancy.
    return _nal(0x68, _ue(0) + _ue(0) + "00" + _ue(0) + _ue(0) + _ue(0) + "000" + "111" + "100")


def _black_slice(blocks_wide: int, blocks_high: int, number: int) -> bytes:
    # First macroblock 0, all-intra slice, set 0, frame 0, the number, no flags, quantiser +0,
    # deblocking off.
    head = _ue(0) + _ue(7) + _ue(0) + "0000" + _ue(number) + "00" + "1" + _ue(1)
    head += _ue(25)  # raw samples, aligned to a byte
    head += "0" * (-len(head) % 8)
    raw = f"{16:08b}" * 256 + f"{128:08b}" * 128
    blocks = []
    for index in range(1, blocks_wide * blocks_high):
        # 16x16 DC prediction, DC for colour, no change of quantiser; then "no coefficients",
        # whose code is longer beside the raw block, which counts as full (9.2.1).
        beside_raw = index in (1, blocks_wide)
        blocks.append("00100" + "1" + "1" + ("000011" if beside_raw else "1"))
    return _nal(0x65, head + raw + "".join(blocks))
