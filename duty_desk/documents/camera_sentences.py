"""What is wrong in a camera catalogue, in finished sentences; a stream address never in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.documents.grid import CellKind
from duty_desk.domain.camera import Flaw, FlawKind
from duty_desk.domain.stream_address import AddressFault, AddressFaultKind
from duty_desk.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN_CHARACTERS = 40
_SHOWN_ROWS = 5

_OF_FLAWS = {
    FlawKind.MISSING: mark("这一格是空的，必须填写。"),
    FlawKind.TOO_LONG: mark("文字太长，最多 {value} 个字。"),
    FlawKind.HAS_BLANK: mark("编号“{value}”中间有空格，请去掉。"),
    FlawKind.SCIENTIFIC: mark(
        "编码被 Excel 变成了数字“{value}”，后面几位已经丢失。"
        "请把这一列设为“文本”格式，再从原始资料重新填入完整编码。"
    ),
    FlawKind.GB_LENGTH: mark("国标编码应为 20 位数字，这里是“{value}”。请改正，或清空这一格。"),
    FlawKind.GB_TYPE: mark(
        "国标编码第 11–13 位是 {value}，摄像机一般是 131 或 132，请核对；已按原样采用。"
    ),
    FlawKind.GB_ROUNDED: mark(
        "国标编码最后五位都是 0，可能被 Excel 改过，请与原始资料核对；已按原样采用。"
    ),
    FlawKind.NOT_A_NUMBER: mark("“{value}”不是可用的数字，请改正，或清空这一格。"),
    FlawKind.OUT_OF_RANGE: mark("经纬度超出范围：经度不超过 180，纬度不超过 90。请改正。"),
    FlawKind.SWAPPED: mark("经度和纬度写反了，请对调。"),
    FlawKind.HALF_PLACE: mark("经度和纬度只填了一个，位置不能使用，请补上。"),
    FlawKind.SHORT_RETENTION: mark("录像只保存 {value} 天，法规要求不少于 30 天，请核对。"),
    FlawKind.UNKNOWN_WORD: mark("认不出“{value}”，没有采用这一项；可照模板“填写说明”里的词填写。"),
    FlawKind.NO_ADDRESS: mark(
        "没有填码流地址：已有点位沿用原地址，新点位暂时没有画面。确实没有码流的请填“无”。"
    ),
    FlawKind.ADDRESS_MASKED: mark("地址里的密码是遮盖过的（***），没有采用；已有点位沿用原地址。"),
    FlawKind.ADDRESS_FULL_WIDTH: mark(
        "地址里有全角字符（如 ： ／ ．），请在英文输入状态下重新填写。"
    ),
    FlawKind.ADDRESS_BLANK: mark("地址里有空格、换行或看不见的字符，请去掉。"),
    FlawKind.ADDRESS_SCHEME: mark(
        "地址开头不对，应以 rtsp://、rtsps://、http://、https:// 或 file:/// 开头；"
        "没有码流的请填“无”。"
    ),
    FlawKind.ADDRESS_UNESCAPED: mark("用户名或密码里的“{value}”会把地址截断，请写成“{escaped}”。"),
    FlawKind.ADDRESS_HOST: mark("地址里没有可用的主机（IP 或域名），请改正。"),
    FlawKind.ADDRESS_PORT: mark("地址里的端口不对，应是 1 到 65535 的数字，请改正。"),
    FlawKind.PORT: mark("端口应是 1 到 65535 的数字，请改正，或清空这一格。"),
    FlawKind.SESSIONS: mark("取流路数应是 1 到 999 的数字，请改正，或清空这一格。"),
}

_OF_CELLS = {
    CellKind.DATE: mark(
        "这一格被 Excel 变成了日期，原来写的内容已经丢失。请把单元格设为“文本”格式，再重新填写。"
    ),
    CellKind.ERROR: mark("这一格是公式错误“{value}”，请改成确定的内容。"),
    CellKind.FORMULA: mark(
        "这一格是公式，文件里没有计算结果。请用 Excel 或 WPS 打开并保存一次，或改成确定的内容。"
    ),
}


def of_flaw(flaw: Flaw) -> str:
    """What `flaw` is and what to do."""
    escaped = AddressFault(AddressFaultKind.UNESCAPED, flaw.value).escaped
    return tr(_OF_FLAWS[flaw.kind], value=_short(flaw.value), escaped=escaped)


def of_cell(kind: CellKind, text: str) -> str:
    """What is wrong with a cell of `kind`, and what to do."""
    return tr(_OF_CELLS[kind], value=_short(text))


def at(sheet: str, rows: Sequence[int], column: str, heading: str) -> str:
    """Where it is: the sheet (when there are sheets), the rows and the column with its heading."""
    place = tr("第 {rows} 行", rows=_listed(rows))
    if sheet:
        place = tr("工作表“{sheet}”{place}", sheet=_short(sheet), place=place)
    if not column:
        return place
    return tr(
        "{place} {column} 列（{heading}）", place=place, column=column, heading=_short(heading)
    )


def placed(place: str, words: str) -> str:
    """The whole sentence: where, then what."""
    return tr("{place}：{words}", place=place, words=words)


def _listed(rows: Sequence[int]) -> str:
    first = tr("、").join(str(row) for row in rows[:_SHOWN_ROWS])
    if len(rows) <= _SHOWN_ROWS:
        return first
    return tr("{first} 等共 {count}", first=first, count=len(rows))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
