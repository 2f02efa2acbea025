"""Commands about people: list, add, password, deactivate, reactivate."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from duty_desk.commands.call import DONE, Call, reading, unseen_line, writing_desk
from duty_desk.desk.people_care import PersonGiven
from duty_desk.desk.rights import role_words
from duty_desk.domain.person import find
from duty_desk.domain.rights import Role
from duty_desk.language import Refusal, tr
from duty_desk.store.person import every

if TYPE_CHECKING:
    from duty_desk.desk.desk import Desk
    from duty_desk.domain.person import Person


def list_people(call: Call) -> int:
    """`people list [--all]`: names and roles; whether a password is set, never which."""
    with reading(call) as look:
        found = [one for one in every(look.session) if one.is_active or call.words.all]
    for person in found:
        call.line(_line(person))
    if not found:
        call.line(tr("还没有人员。用 people add 姓名 --role administrator 建立管理员。"))
    call.document([_document(person) for person in found])
    return DONE


def _line(person: Person) -> str:
    told = [person.name, role_words(person.role)]
    told.append(
        tr("保密承诺 {day}", day=person.confidentiality_signed_on)
        if person.confidentiality_signed_on
        else tr("保密承诺未签")
    )
    told += [] if person.is_active else [tr("已停用")]
    return "  ".join(told)


def _document(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "role": str(person.role),
        "active": person.is_active,
        "confidentiality_signed_on": person.confidentiality_signed_on,
        "has_password": person.has_secret,
    }


def add_person(call: Call) -> int:
    """`people add NAME`: enter a person; the password is a line of standard input."""
    words = call.words
    given = PersonGiven(words.name, Role(words.role), words.confidentiality)
    with writing_desk(call) as desk:
        person = desk.people.add(given, _secret()).result()
    return _said(call, person, tr("已录入“{name}”。", name=person.name))


def set_password(call: Call) -> int:
    """`people password NAME`: a new password, a line of standard input; its wait ends."""
    with writing_desk(call) as desk:
        person = _named(desk, call.words.name)
        desk.people.set_secret(person.id, _secret()).result()
    return _said(call, person, tr("“{name}”的新口令已生效。", name=person.name))


def deactivate_person(call: Call) -> int:
    """`people deactivate NAME`: he signs in and signs no more; the record stays."""
    with writing_desk(call) as desk:
        person = desk.people.deactivate(_named(desk, call.words.name).id).result()
    return _said(call, person, tr("“{name}”已停用。", name=person.name))


def reactivate_person(call: Call) -> int:
    """`people reactivate NAME`: he may sign in again."""
    with writing_desk(call) as desk:
        person = desk.people.reactivate(_named(desk, call.words.name).id).result()
    return _said(call, person, tr("“{name}”已重新启用。", name=person.name))


def _secret() -> str:
    """The password; at a terminal it is asked for twice, because nobody sees it."""
    secret = unseen_line(tr("口令"))
    if sys.stdin.isatty() and secret != unseen_line(tr("再输一次口令")):
        raise Refusal(tr("两次输入的口令不一样；没有保存，请再输一次。"))
    return secret


def _named(desk: Desk, name: str) -> Person:
    person = find(desk.people.all(), name)
    if person is None:
        raise Refusal(tr("没有叫“{name}”的人员，没有执行。", name=name))
    return person


def _said(call: Call, person: Person, words: str) -> int:
    call.line(words)
    call.document(_document(person))
    return DONE
