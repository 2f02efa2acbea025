"""What is said about people: refusals, lines of the journal, waits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from duty_desk.desk.rights import role_words
from duty_desk.domain.person import NAME_CHARACTERS, Person, find, fit_name, is_fit_name
from duty_desk.domain.rights import Role
from duty_desk.domain.secret import LONGEST, SHORTEST, Weakness, weakness
from duty_desk.language import Refusal, mark, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duty_desk.domain.moment import Entry

_WEAK = {
    Weakness.UNTYPEABLE: mark("口令里有键盘打不出的字符；没有保存，请换一个。"),
    Weakness.REPEATED: mark("口令是同样几个字符的重复，太容易猜；没有保存，请换一个。"),
    Weakness.ROW: mark("口令是连号或键盘上连着的键，太容易猜；没有保存，请换一个。"),
    Weakness.COMMON: mark("这个口令太常见，太容易猜；没有保存，请换一个。"),
    Weakness.NAME: mark("口令里不能有自己的名字；没有保存，请换一个。"),
}
LOCKED_BY = {"key": "", "idle": mark("（无人操作）")}


def refuse_name(name: str, people: Iterable[Person], own_id: str = "") -> str:
    """The name as it is kept.

    Raises:
        Refusal: it is empty, too long, or somebody else's; nothing was changed.
    """
    wanted = fit_name(name)
    if not wanted:
        raise Refusal(tr("姓名没有填；没有保存。"))
    if not is_fit_name(wanted):
        raise Refusal(tr("姓名最多 {most} 个字，不能有换行；没有保存。", most=NAME_CHARACTERS))
    same = find(people, wanted)
    if same is None or same.id == own_id:
        return wanted
    if same.is_active:
        raise Refusal(
            tr("已有人员叫“{name}”；没有保存。请加上工号等，让两个人分得清。", name=same.name)
        )
    raise Refusal(
        tr(
            "停用的人员里有“{name}”；没有保存。是同一个人请重新启用，不是请加上工号等区分。",
            name=same.name,
        )
    )


def refuse_date(signed_on: str | None, today: str) -> None:
    """Let pass a date of signature, or none.

    Raises:
        Refusal: it is no date, or lies ahead; nothing was changed.
    """
    if signed_on is None:
        return
    try:
        is_date = date.fromisoformat(signed_on).isoformat() == signed_on
    except ValueError:
        is_date = False
    if not is_date:
        raise Refusal(tr("保密承诺的日期写成 2026-11-21 这样；没有保存。"))
    if signed_on > today:
        raise Refusal(tr("保密承诺的日期不能在今天以后；没有保存。"))


def refuse_weak(secret: str, name: str) -> None:
    """Let pass a secret, made fit, that is strong enough.

    Raises:
        Refusal: it is too weak; nothing was changed.
    """
    found = weakness(secret, name)
    if found is Weakness.SHORT:
        raise Refusal(tr("口令至少 {least} 个字符或 {least} 位数字；没有保存。", least=SHORTEST))
    if found is Weakness.LONG:
        raise Refusal(tr("口令太长了，最多 {most} 个字符；没有保存。", most=LONGEST))
    if found is not None:
        raise Refusal(tr(_WEAK[found]))


def refuse_last_administrator(people: Iterable[Person], person: Person) -> None:
    """Let pass who is not the only active administrator.

    Raises:
        Refusal: without him nobody could look after people any more; nothing was changed.
    """
    if person.role is not Role.ADMINISTRATOR or not person.is_active:
        return
    others = (
        other.is_active and other.role is Role.ADMINISTRATOR and other.id != person.id
        for other in people
    )
    if not any(others):
        raise Refusal(
            tr(
                "“{name}”是最后一位管理员，不能停用或改成别的身份；没有改动。请先另设一位管理员。",
                name=person.name,
            )
        )


def wait_words(wait_ms: int) -> str:
    """A wait, rounded up, so that nobody tries too early."""
    seconds = -(-wait_ms // 1000)
    if seconds < 60:
        return tr("{n} 秒", n=seconds)
    return tr("{n} 分钟", n=-(-seconds // 60))


def waiting(person: Person, tries: int, left_ms: int) -> Refusal:
    """Why a try is not even looked at."""
    return Refusal(
        tr(
            "“{name}”的口令已连续输错 {n} 次，请过 {left}再试。画面、时限和提醒照常；"
            "其他人可以用自己的口令登录，管理员可以重设他的口令。",
            name=person.name,
            n=tries,
            left=wait_words(left_ms),
        )
    )


def wrong(person: Person, tries: int, wait_ms: int) -> Refusal:
    """What is said to who gave a wrong secret."""
    if wait_ms:
        return Refusal(
            tr(
                "“{name}”的口令不对，已连续 {n} 次。请过 {left}再试。",
                name=person.name,
                n=tries,
                left=wait_words(wait_ms),
            )
        )
    return Refusal(tr("“{name}”的口令不对，请再输一次。", name=person.name))


def absent(person: Person | None, *, is_locked: bool) -> Refusal:
    """Why nothing can be written now: nobody may be named for it."""
    if person is None:
        return Refusal(tr("还没有人登录，这一步没有记录。请在上方选人、输口令登录，再做一次。"))
    if not person.is_active:
        return Refusal(
            tr(
                "“{name}”已停用，不能再以这个名字记录，这一步没有记录。请接班人登录后再做一次。",
                name=person.name,
            )
        )
    assert is_locked
    return Refusal(
        tr(
            "已锁屏，这一步没有以“{name}”的名义记录。请在上方输口令解锁，再做一次。",
            name=person.name,
        )
    )


def person_values(entry: Entry) -> dict[str, str]:
    """What the journal's lines about people name."""
    facts = entry.facts
    values = {"about": str(facts.get("name", "")), "n": str(facts.get("tries", ""))}
    values["role"] = role_words(Role(facts["role"])) if "role" in facts else ""
    instead = str(facts.get("instead_of", ""))
    values["instead"] = ""
    if instead and facts.get("by_handover"):
        values["instead"] = tr("，接 {name} 的班", name=instead)
    elif instead:
        values["instead"] = tr("，换下 {name}，没有办交接", name=instead)
    why = LOCKED_BY.get(str(facts.get("why", "")), "")
    values["why"] = tr(why) if why else ""
    return values
