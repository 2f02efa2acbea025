"""The package handed over: a BagIt folder (RFC 8493), its names and the texts that seal it.

Payload lies in `data/`; forms, contact sheets and the note on checking stand beside it as tag
files, so that whoever opens the folder sees them first; `tagmanifest-sha256.txt` covers them. Its
own hash is the seal: printed on the receipt, it fixes every byte of the package. Here are texts
only; files are written by `desk/footage_package.py`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_desk.language import chinese

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PAYLOAD = "data"
DECLARATION, INFO = "bagit.txt", "bag-info.txt"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
HOW_TO_CHECK = chinese("如何核验.txt")
_NAME_BYTES = 200
# What Windows forbids, and % CR LF, which readers of BagIt 0.97 and 1.0 take differently.
_UNFIT = re.compile(r'[<>:"/\\|?*%\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


@dataclass(frozen=True, kw_only=True)
class BagFile:
    """A file of the bag: its path in it with `/`, SHA-256 (hex) and size."""

    path: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class BagInfo:
    """What `bag-info.txt` tells.

    Attributes:
        number: Of the request.
        unit: Who hands over.
        made_on: The Beijing date, `YYYY-MM-DD`.
        description: One sentence on what it is.
        more: Further names and values, in their order; a name may come again.
    """

    number: str
    unit: str
    made_on: str
    description: str
    more: Sequence[tuple[str, str]] = ()


def fit_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names under which files can lie on any medium, in the order given; all different.

    Signs that Windows or a reader of BagIt cannot take become `_`; rare characters stay. Names
    that differ by case or by the way of writing an accent alone are counted.
    """
    taken: set[str] = set()
    fit = []
    for name in names:
        one = _fit(name)
        stem, dot, suffix = one.rpartition(".")
        stem, suffix = (stem, dot + suffix) if stem else (one, "")
        count = 1
        while one.casefold() in taken:
            count += 1
            one = f"{stem}-{count}{suffix}"
        taken.add(one.casefold())
        fit.append(one)
    return tuple(fit)


def _fit(name: str) -> str:
    one = _UNFIT.sub("_", unicodedata.normalize("NFC", name)).strip(" ").rstrip(". ")
    if not one.strip("."):
        one = "_"
    if one.startswith(".") or _DEVICES.match(one):
        one = f"_{one}"
    stem, dot, suffix = one.rpartition(".")
    if not stem or len(suffix) > 15:
        return _cut(one, _NAME_BYTES)
    return _cut(stem, _NAME_BYTES - len((dot + suffix).encode())) + dot + suffix


def _cut(words: str, most_bytes: int) -> str:
    return words.encode()[:most_bytes].decode(errors="ignore")


def bag_texts(
    info: BagInfo, payload: Sequence[BagFile], tags: Sequence[BagFile]
) -> dict[str, bytes]:
    """The texts that make a folder a bag, by name.

    Args:
        info: What the bag says of itself.
        payload: The files below `data/`.
        tags: Files beside it: forms, sheets, notes.
    """
    texts = {
        DECLARATION: b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        INFO: _info(info, payload),
        MANIFEST: _manifest((one.path, one.sha256) for one in payload),
    }
    sums = {one.path: one.sha256 for one in tags}
    sums |= {name: hashlib.sha256(text).hexdigest() for name, text in texts.items()}
    texts[TAG_MANIFEST] = _manifest(sums.items())
    return texts


def seal_of(texts: Mapping[str, bytes]) -> str:
    """The hash that fixes the whole bag: that of its tag manifest."""
    return hashlib.sha256(texts[TAG_MANIFEST]).hexdigest()


def sums_of(manifest: bytes) -> dict[str, str]:
    """The hashes of a manifest by path.

    Raises:
        ValueError: it is no manifest; a damaged one is never read by half.
    """
    sums = {}
    for line in manifest.decode().splitlines():
        found = re.fullmatch(r"([0-9a-fA-F]{64})[ \t]+\*?(.+)", line)
        if not found or found[2] in sums or not _is_within(found[2]):
            raise ValueError(line)
        sums[found[2]] = found[1].lower()
    return sums


def _is_within(path: str) -> bool:
    """Whether a path stays inside the bag, whatever system reads it."""
    parts = path.split("/")
    return all(part not in ("", ".", "..") for part in parts) and not re.search(r"[\\:]", path)


def _manifest(sums: Iterable[tuple[str, str]]) -> bytes:
    """Lines as `sha256sum -c` reads them, too."""
    return "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(sums)).encode()


def _info(info: BagInfo, payload: Sequence[BagFile]) -> bytes:
    size = sum(one.size_bytes for one in payload)
    told = [
        ("Source-Organization", info.unit),
        ("External-Identifier", info.number),
        ("External-Description", info.description),
        ("Bagging-Date", info.made_on),
        ("Payload-Oxum", f"{size}.{len(payload)}"),
        *info.more,
    ]
    lines = [f"{_one_line(name).replace(':', '_')}: {_one_line(value)}\n" for name, value in told]
    return "".join(lines).encode()


def _one_line(words: str) -> str:
    """A value may hold no line break: what follows one would be another name."""
    return re.sub(r"[\s\ud800-\udfff]+", " ", words).strip()


def how_to_check(number: str, files: int) -> bytes:
    """The note on checking a package, for people without this program.

    With a mark at its beginning and line ends of Windows, so that any editor there shows it.
    """
    lines = [part.format(number=number, files=files) for part in _HOW]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


_HOW = (
    chinese("取证包核验说明（调取登记 {number}）"),
    "",
    chinese("一、这个文件夹里有什么"),
    chinese("  data 文件夹：录像原文件，共 {files} 个，格式未转换，内容未改动。"),
    chinese("  manifest-sha256.txt：每个录像文件的 SHA-256 校验值，一行一个文件。"),
    chinese("  tagmanifest-sha256.txt：登记表、说明等其余文件的校验值。"),
    chinese("  bag-info.txt：登记编号、日期、总字节数和文件数。"),
    chinese("  本文件夹按 BagIt 1.0（RFC 8493）封装，任何支持 BagIt 的软件都能核验。"),
    "",
    chinese("二、先核对封存码"),
    chinese("  回执上印有“封存码”，它是 tagmanifest-sha256.txt 这个文件的 SHA-256。"),
    chinese("  按下面的方法算出它的校验值，与回执逐位对照。一致，才说明校验清单本身没有被换过。"),
    "",
    chinese("三、在 Windows 上核对一个文件（不用装任何软件）"),
    chinese("  1. 打开这个文件夹，按住 Shift 点鼠标右键，选“在此处打开 PowerShell 窗口”或“终端”。"),
    chinese("  2. 输入下面一行并回车（引号里换成要核对的文件）："),
    '     Get-FileHash -Algorithm SHA256 -LiteralPath "tagmanifest-sha256.txt"',
    chinese("     也可以在命令提示符里用："),
    '     certutil -hashfile "tagmanifest-sha256.txt" SHA256',
    chinese("  3. 与 manifest-sha256.txt 里同名文件那一行对照；不区分大小写，每一位都要相同。"),
    "",
    chinese("四、在 Linux（银河麒麟、统信 UOS 等）上一次核对全部文件"),
    chinese("  在这个文件夹里打开终端，输入："),
    "     sha256sum -c tagmanifest-sha256.txt",
    "     sha256sum -c manifest-sha256.txt",
    chinese("  每个文件后面显示“成功”（或 OK）即为一致；显示“失败”（FAILED）的文件已被改动。"),
    "",
    chinese("五、结果怎么看"),
    chinese("  全部一致：文件与移交时逐字节相同。"),
    chinese("  某个文件不一致：这个文件在移交后被改动或损坏，请不要使用，并联系移交单位重新调取。"),
    chinese("  校验值只说明文件没有变，不说明画面时间是否准确；时间误差见“时钟校对单”。"),
)
