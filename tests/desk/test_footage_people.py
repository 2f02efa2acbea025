"""Who asks for footage: kept beside the record, masked, looked at, erased."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.footage_rules import Papers
from duty_desk.desk.people_care import PersonGiven
from duty_desk.domain.footage import (
    FootageState,
)
from duty_desk.domain.rights import Role
from duty_desk.language import Refusal
from duty_desk.store import footage as footage_rows
from tests.desk.footage_walk import (
    ONE,
    TWO,
    asked,
    exported,
    failed,
    registered,
    scan,
    told,
)
from tests.fakes.desk import picture

if TYPE_CHECKING:
    from pathlib import Path

    from duty_desk.desk.desk import Desk


def test_who_asks_stands_in_no_journal_and_comes_masked(leading: Desk, tmp_path: Path) -> None:
    """The chain and the database file name nobody; the form shows the end of a number only."""
    row = registered(leading, tmp_path)
    seen = leading.footage.open(row.id).result(10)

    assert [one.name for one in seen.officers] == ["民警·", "民·"]
    assert [one.number for one in seen.officers] == ["●●●●012", "●●●●0037"]
    assert seen.request.case_no != asked(leading).case_no
    held = told(leading, row.id)
    assert not any(word in held for word in (ONE.name, TWO.name, ONE.number, TWO.number, ONE.phone))
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("desk.sqlite3*"))
    assert TWO.number.encode() not in kept


def test_a_look_at_who_asks_is_on_record_once_in_ten_minutes(leading: Desk, tmp_path: Path) -> None:
    """Unmasked the form is a look; a masked one and a second look right after are none."""
    row = registered(leading, tmp_path)
    leading.footage.open(row.id).result(10)
    shown = leading.footage.open(row.id, is_masked=False).result(10)
    leading.footage.open(row.id, is_masked=False).result(10)
    leading.time.advance(11 * 60_000)
    seen = leading.footage.open(row.id, is_masked=False).result(10)

    assert (shown.officers[0].name, shown.officers[1].number) == (ONE.name, TWO.number)
    assert [line.kind for line in seen.custody].count("footage.looked") == 2


def test_an_operator_registers_but_neither_approves_nor_looks(
    leading: Desk, tmp_path: Path
) -> None:
    """Approval and who asks are a leader's; the form knows before the key is pressed."""
    for name, role in (("管理员 E", Role.ADMINISTRATOR), ("值班员 B", Role.OPERATOR)):
        leading.people.add(PersonGiven(name, role, "2026-11-01"), "703512").result(10)
    leading.people.act_as("值班员 B").result(10)
    row = registered(leading, tmp_path)
    seen = leading.footage.check_papers(row.id, row.version).result(10)

    assert not seen.may_see_people
    assert "footage.approved" not in seen.may
    for wish in (
        lambda: leading.footage.open(row.id, is_masked=False),
        lambda: leading.footage.write_scan(row.id, "notice", tmp_path / "scan"),
        lambda: leading.footage.approve(row.id, seen.row.version),
        lambda: leading.footage.erase_people(row.id, "保存期满"),
        lambda: leading.footage.export_register(tmp_path / "a.xlsx"),
    ):
        with pytest.raises(Refusal, match="没有权限"):
            wish().result(10)


def test_papers_are_checked_with_every_certificate(leading: Desk, tmp_path: Path) -> None:
    """Without scan or an unseen certificate the check is refused; seeing it now is enough."""
    unseen = replace(TWO, is_seen=False)
    row = leading.footage.register(asked(leading), (ONE, unseen)).result(10)
    assert row.lacking == ("paper_scan", "certificates")
    with pytest.raises(Refusal, match="还缺：法律文书扫描件或照片、逐人核对证件"):
        leading.footage.check_papers(row.id, row.version).result(10)

    papers = Papers(kind="调取证据通知书", no="0137", scan=scan(tmp_path))
    seen = leading.footage.papers_came(row.id, row.version, papers).result(10)
    seen = leading.footage.check_papers(row.id, seen.row.version, frozenset({1})).result(10)

    assert seen.row.state is FootageState.CHECKED
    assert all(one.is_seen for one in seen.officers)
    assert seen.papers_scan is not None
    assert seen.papers_scan.read_bytes() == picture(200)


def test_erasing_people_leaves_the_chain_whole(leading: Desk, tmp_path: Path) -> None:
    """After erasure nobody is named, verification is green, and the rest of the record stands."""
    row = registered(leading, tmp_path)
    with pytest.raises(Refusal, match="现在是“待核验”"):
        leading.footage.erase_people(row.id, "保存期满").result(10)
    refused = leading.footage.refuse(row.id, row.version, "手续不符").result(10)

    seen = leading.footage.erase_people(refused.row.id, "保存期满").result(10)
    shown = leading.footage.open(row.id, is_masked=False).result(10)

    assert all(one.is_erased for one in seen.officers)
    assert [one.name for one in shown.officers] == ["", ""]
    assert failed(leading) == {}


def test_a_changed_person_beside_the_record_is_named(leading: Desk, tmp_path: Path) -> None:
    """What is kept of a requester must be what the journal has the hash of."""
    row = registered(leading, tmp_path)
    other = registered(leading, tmp_path)

    def swap() -> None:
        from duty_desk.store import footage

        kept = leading.read(lambda it: footage.people(it, [other.id])[other.id])
        leading.write(lambda unit: footage.keep_people(unit.session, row.id, list(kept.values())))

    leading.ask(swap).result(10)

    assert failed(leading) == {"footage": "2026-001 #1"}


def test_the_register_leaves_masked_unless_a_reason_is_given(leading: Desk, tmp_path: Path) -> None:
    """A workbook without a reason names nobody; with one it does, and the reason is on record."""
    import openpyxl

    registered(leading, tmp_path)

    def cells(path: Path) -> str:
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        return "\n".join(str(cell.value) for line in sheet.iter_rows() for cell in line)

    assert leading.footage.export_register(tmp_path / "a.xlsx").result(10) == 1
    leading.footage.export_register(tmp_path / "b.xlsx", reason="检察院调阅").result(10)

    case_no = asked(leading).case_no
    for personal in (ONE.name, TWO.number, case_no):
        assert personal not in cells(tmp_path / "a.xlsx")
        assert personal in cells(tmp_path / "b.xlsx")
    entries = told(leading, leading.store.seat)
    assert "检察院调阅" in entries


def test_what_was_erased_leaves_no_bytes_in_the_file(leading: Desk, tmp_path: Path) -> None:
    """After erasure and the end of the program the sealed words are nowhere in the database."""
    row = registered(leading, tmp_path)
    kept = leading.ask(lambda: leading.read(lambda it: footage_rows.people(it, [row.id])[row.id]))
    sealed_words = kept.result(10)[0].encode()
    refused = leading.footage.refuse(row.id, row.version, "手续不符").result(10)
    leading.footage.erase_people(refused.row.id, "保存期满").result(10)
    leading.stop()

    held = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("desk.sqlite3*"))
    assert sealed_words not in held
    assert b"footage.people_erased" in held


def test_somebody_else_is_not_approved_unseen(leading: Desk, tmp_path: Path) -> None:
    """When another officer takes over after the check, his certificate is wanted first."""
    row = registered(leading, tmp_path)
    seen = leading.footage.check_papers(row.id, row.version).result(10)
    other = (ONE, replace(TWO, name="民警丙", number="010099", is_seen=False))
    seen = leading.footage.amend(row.id, seen.row.version, asked(leading), other).result(10)

    with pytest.raises(Refusal, match="还缺：逐人核对证件"):
        leading.footage.approve(row.id, seen.row.version).result(10)


def test_who_asks_changes_no_more_once_it_is_sealed(leading: Desk, tmp_path: Path) -> None:
    """After the approval somebody else shows a certificate; after the seal nobody else may come."""
    other = replace(TWO, name="民警丙", number="010099")
    seen = exported(leading, tmp_path)
    fine = replace(asked(leading), spans=seen.request.spans)
    unseen = (ONE, replace(other, is_seen=False))
    with pytest.raises(Refusal, match="还缺：逐人核对证件"):
        leading.footage.amend(seen.row.id, seen.row.version, fine, unseen).result(10)
    seen = leading.footage.amend(seen.row.id, seen.row.version, fine, (ONE, other)).result(10)
    seen = leading.footage.seal(seen.row.id, seen.row.version, tmp_path).result(30)

    with pytest.raises(Refusal, match="取证包已封存"):
        leading.footage.amend(seen.row.id, seen.row.version, fine, (ONE, TWO)).result(10)
    named = replace(fine, medium="U 盘")
    same = leading.footage.amend(seen.row.id, seen.row.version, named, (ONE, other)).result(10)
    assert same.request.medium == "U 盘"
    assert failed(leading) == {}
