"""One table of a contract file, read field by field; whatever is wrong is noted, not raised."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from duty_desk.contracts.amount import UnreadableAmount, read_amount
from duty_desk.contracts.mistake import Mistake, meant
from duty_desk.domain.limit import EXAMPLES, Limit, LimitKind, UnreadableLimit, read, read_minute
from duty_desk.domain.moment import KINDS
from duty_desk.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

Word = TypeVar("Word", bound="StrEnum")
_COUNTLESS = (LimitKind.SAME_DAY, LimitKind.DAY_TIME, LimitKind.WEEKDAY)
_LONGEST_LIMIT_MS = 3660 * 86_400_000
_LARGEST_NUMBER = 1_000_000_000


class Table:
    """A TOML table under reading.

    Every reading method takes a key off the table, so that `close` knows the keys nobody asked
    for. A field that is absent or wrong is read as empty; wrong ones are noted in `mistakes`.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        mistakes: list[Mistake],
        *,
        file: str,
        rule: str = "",
        path: str = "",
    ) -> None:
        self.data = data
        self.mistakes = mistakes
        self.file = file
        self.rule = rule
        self.path = path
        self._asked: list[str] = []

    def wrong(self, key: str, text: str) -> None:
        """Note that field `key` is wrong: `text` says how."""
        self.mistakes.append(Mistake(self.file, self.rule, f"{self.path}{key}", text))

    def has(self, key: str) -> bool:
        """Whether the table has the field at all."""
        return key in self.data

    def close(self) -> None:
        """Note every key of the table that nothing asked for."""
        for key in self.data:
            if key not in self._asked:
                hint = meant(key, self._asked)
                self.wrong(key, tr("没有这一项。") + hint)

    def text(self, key: str, *, is_needed: bool = False) -> str:
        """A text; empty when absent."""
        value = self._value(key)
        if value is None:
            if is_needed:
                self.wrong(key, tr("缺少这一项，必须写明。"))
            return ""
        if not isinstance(value, str):
            self.wrong(key, tr("要写成带引号的文字。"))
            return ""
        if is_needed and not value.strip():
            self.wrong(key, tr("这一项是空的，必须写明。"))
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        value = self._value(key)
        if value is None:
            return ()
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(key, tr('要写成文字的列表，例如 ["a", "b"]。'))
            return ()
        return tuple(value)

    def ident(self, key: str) -> str:
        """An id of small letters, digits, points, hyphens and underscores."""
        value = self.text(key, is_needed=True)
        if value and not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", value):
            self.wrong(key, tr("编号只能用小写字母、数字、点、横线和下划线。"))
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self._value(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.wrong(key, tr("只能写 true 或 false。"))
        return default

    def number(self, key: str, *, smallest: int = 0) -> int | None:
        """A whole number of at least `smallest`."""
        value = self._value(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(key, tr("要写成整数。"))
            return None
        if not smallest <= value <= _LARGEST_NUMBER:
            between = tr("数值要在 {low} 到 {high} 之间。", low=smallest, high=_LARGEST_NUMBER)
            self.wrong(key, between)
            return None
        return value

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers above nought."""
        value = self._value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(_is_count(one) for one in value):
            self.wrong(key, tr("要写成正整数的列表，例如 [90, 60, 30]。"))
            return ()
        return tuple(value)

    def word(self, key: str, words: type[Word]) -> Word | None:
        """One of the values of `words`."""
        text = self.text(key)
        return self._known(key, text, words) if text else None

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """A list of values of `words`."""
        found = (self._known(key, text, words) for text in self.texts(key))
        return tuple(word for word in found if word is not None)

    def moments(self, key: str) -> tuple[str, ...]:
        """A list of kinds of moments."""
        kinds = self.texts(key)
        for kind in kinds:
            self._check_moment(key, kind)
        return kinds

    def moment(self, key: str) -> str:
        """One kind of moment; empty when absent."""
        kind = self.text(key)
        if kind:
            self._check_moment(key, kind)
        return kind

    def facts(self, key: str) -> dict[str, str]:
        """A map of texts."""
        value = self._value(key)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            self.wrong(key, tr('要写成名称和文字的对应，例如 kind = "simple"。'))
            return {}
        return value

    def limit(self, key: str) -> Limit | None:
        """A limit of time such as "5 min" or "3 working days"."""
        text = self.text(key)
        if not isinstance(self.data.get(key), str):
            return None
        if text.startswith(("-", "−")):
            self.wrong(key, tr("期限不能是负数。"))
            return None
        try:
            limit = read(text)
        except UnreadableLimit:
            examples = tr("、").join(f"“{example}”" for example in EXAMPLES)
            known = tr("看不懂“{it}”；请写成下列样子之一：{examples}。", it=text, examples=examples)
            self.wrong(key, known)
            return None
        if fault := _fault(limit):
            self.wrong(key, fault)
            return None
        return limit

    def elapsed_ms(self, key: str, *, is_zero_right: bool = False) -> int | None:
        """Milliseconds of a limit that the calendar has no part in."""
        if is_zero_right and re.fullmatch(r"0 ?\w+", self.text(key)):
            return 0
        limit = self.limit(key)
        if limit is None or limit.ms is not None:
            return limit.ms if limit else None
        self.wrong(key, tr("这里只能写固定的时长，例如 {examples}。", examples="“3 min”, “6 h”"))
        return None

    def minute(self, key: str) -> int | None:
        """Minutes after midnight of a time of day such as "09:00"."""
        text = self.text(key)
        return self._minute(key, text) if text else None

    def minutes(self, key: str) -> tuple[int, ...]:
        """A list of times of day."""
        found = (self._minute(key, text) for text in self.texts(key))
        return tuple(minute for minute in found if minute is not None)

    def amount(self, key: str, unit: str) -> int | None:
        """Fen, millionths or tenths, see `duty_desk.contracts.amount`."""
        text = self.text(key)
        if not text:
            return None
        try:
            return read_amount(text, unit)
        except UnreadableAmount as mistake:
            self.wrong(key, tr("看不懂“{it}”；请写成例如“{example}”。", it=text, example=mistake))
            return None

    def day(self, key: str, *, is_needed: bool = False) -> str:
        """An ISO date, written as a TOML date or as text."""
        value = self.data.get(key)
        if type(value) is date:
            self._asked.append(key)
            return value.isoformat()
        text = self.text(key, is_needed=is_needed)
        if text and not _is_day(text):
            self.wrong(key, tr("日期要写成例如“2026-06-01”。"))
        return text if _is_day(text) else ""

    def table(self, key: str) -> Table | None:
        """The table under `key`, or None when absent."""
        value = self._value(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(key, tr("要写成一张表。"))
            return None
        return self._inner(value, f"{self.path}{key}.")

    def tables(self, key: str) -> tuple[Table, ...]:
        """The list of tables under `key`."""
        value = self._value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.wrong(key, tr("要写成一组表。"))
            return ()
        return tuple(
            self._inner(one, f"{self.path}{key}[{index}].") for index, one in enumerate(value, 1)
        )

    def _inner(self, data: Mapping[str, Any], path: str) -> Table:
        return Table(data, self.mistakes, file=self.file, rule=self.rule, path=path)

    def _value(self, key: str) -> Any:
        self._asked.append(key)
        return self.data.get(key)

    def _known(self, key: str, text: str, words: type[Word]) -> Word | None:
        try:
            return words(text)
        except ValueError:
            known = [word.value for word in words]
            hint = meant(text, known) or tr("可以写：{words}。", words=tr("、").join(known))
            self.wrong(key, tr("不认识“{it}”。", it=text) + hint)
            return None

    def _check_moment(self, key: str, kind: str) -> None:
        if kind not in KINDS:
            self.wrong(key, tr("没有“{kind}”这种时刻。", kind=kind) + meant(kind, sorted(KINDS)))

    def _minute(self, key: str, text: str) -> int | None:
        try:
            return read_minute(text)
        except UnreadableLimit:
            self.wrong(key, tr("时间要写成例如“09:00”，不超过“24:00”。"))
            return None


def _fault(limit: Limit) -> str:
    """What is wrong with a limit that can be read; empty when nothing is."""
    if limit.count == 0 and limit.kind not in _COUNTLESS:
        return tr("期限必须大于零。")
    longest = _LONGEST_LIMIT_MS if limit.ms is not None else 3660
    return tr("期限太长，最多十年。") if limit.count > longest else ""


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
