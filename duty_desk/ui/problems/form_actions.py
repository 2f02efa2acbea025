"""What the foot of the problem form offers in each phase, and which keys do it; no Qt widgets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from duty_desk.language import mark, tr

KEYS = (
    ("1 … 9", mark("选类别；正在输入文字时用 Alt+数字")),
    ("0", mark("全部类别")),
    ("E", mark("突发事件")),
    ("Ctrl+Enter", mark("推送到群")),
    ("Ctrl+Shift+C", mark("复制图文，我来发微信群")),
    ("Ctrl+Shift+Enter", mark("我已发到群里")),
    ("Esc", mark("先挂起，时限继续")),
    ("F8", mark("补拍 1 张")),
    ("R", mark("播放按键前后的片段")),
    ("B  A  M  T", mark("标框、箭头、马赛克、文字")),
    ("Enter", mark("在图上画：方向键移动，Shift+方向键改大小，Enter 确定")),
    ("Ctrl+Z", mark("撤销")),
)

LONGEST_GROUP = 14

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_NONE = Qt.KeyboardModifier.NoModifier
_LETTERS = {
    Qt.Key.Key_B: "tool-box",
    Qt.Key.Key_A: "tool-arrow",
    Qt.Key.Key_M: "tool-mosaic",
    Qt.Key.Key_T: "tool-text",
    Qt.Key.Key_E: "emergency",
    Qt.Key.Key_R: "replay",
}


@dataclass(frozen=True)
class Action:
    """A button of the foot: what it does, its word, the key on it and its role."""

    name: str
    word: str
    key: str = ""
    role: str = ""


@dataclass(frozen=True)
class Offer:
    """What decides which buttons stand in the foot."""

    phase: str
    channel: str  # name of the group, "" when no channel is configured
    can_confirm: bool = False  # what was copied is still what the form says
    can_copy_instead: bool = False  # the push waits and may be taken over


def offered(offer: Offer) -> tuple[Action, ...]:
    """The buttons of the foot from left to right; the last one is the main one."""
    leave = Action("park", tr("回到画面"), "Esc", "quiet")
    copy = Action("copy", tr("复制图文，我来发微信群"), "Ctrl ⇧ C")
    if offer.phase in {"waiting", "done"}:
        return (copy, leave) if offer.can_copy_instead else (leave,)
    if offer.phase == "unknown":
        return (
            leave,
            Action("resend", tr("没有，重发")),
            Action("confirm", tr("群里有了"), "Ctrl ⇧ Enter", "primary"),
        )
    park = Action("park", tr("先挂起"), "Esc", "quiet")
    copy_text = Action("copy-text", tr("只复制文字"), "", "quiet")
    if offer.phase == "copied" and offer.can_confirm:
        return (
            park,
            *_push(offer, ""),
            copy_text,
            Action("copy", tr("再复制图文"), "Ctrl ⇧ C"),
            Action("confirm", tr("我已发到群里"), "Ctrl ⇧ Enter", "primary"),
        )
    main_copy = Action(copy.name, copy.word, copy.key, "primary")
    if offer.phase == "copied":
        return (park, *_push(offer, ""), copy_text, main_copy)
    if offer.phase == "refused":
        again = Action("push", tr("再推一次"), "Ctrl Enter")
        return (park, copy_text, again, main_copy)
    if not offer.channel:
        return (park, copy_text, main_copy)
    return (park, copy_text, copy, *_push(offer, "primary"))


def _push(offer: Offer, role: str) -> tuple[Action, ...]:
    if not offer.channel:
        return ()
    group = offer.channel
    if len(group) > LONGEST_GROUP:
        group = f"{group[: LONGEST_GROUP - 1]}…"
    return (Action("push", tr("推送到「{group}」", group=group), "Ctrl Enter", role),)


def action_of(key: int, modifiers: Qt.KeyboardModifier, *, is_typing: bool) -> str:
    """The action a key press asks for: its name, or "".

    Args:
        key: The `Qt.Key`.
        modifiers: The modifiers held; the keypad makes no difference.
        is_typing: The focus is in a text field, where plain keys are text.
    """
    held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 and (held == _ALT or (held == _NONE and not is_typing)):
        digit = key - Qt.Key.Key_0
        return f"kind-{digit}" if digit else "more-kinds"
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return {_CTRL: "send", _CTRL | _SHIFT: "confirm"}.get(held, "")
    if key == Qt.Key.Key_C and held == _CTRL | _SHIFT:
        return "copy"
    if held != _NONE:
        return "undo" if (key, held) == (Qt.Key.Key_Z, _CTRL) and not is_typing else ""
    if key in (Qt.Key.Key_Escape, Qt.Key.Key_F8):
        return "park" if key == Qt.Key.Key_Escape else "more-shot"
    return "" if is_typing else _LETTERS.get(Qt.Key(key), "")
