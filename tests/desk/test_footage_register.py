"""The register of footage requests: what is entered, refused, found, printed."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from duty_desk.desk.footage_rules import Papers
from duty_desk.desk.footage_views import FootageWish
from duty_desk.domain.footage import (
    DAY_MS,
    HOUR_MS,
    ClockCheck,
    FootageKind,
    FootageState,
    Holding,
    Officer,
)
from duty_desk.domain.rights import Role
from duty_desk.language import Refusal
from duty_desk.store import footage as footage_rows
from tests.desk.footage_walk import (
    ONE,
    TWO,
    add_cameras,
    approved,
    asked,
    failed,
    registered,
    scan,
    sealed,
    spans,
)
from tests.fakes.desk import Seat, build_desk, picture
from tests.fakes.time_source import FakeTimeSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duty_desk.desk.desk import Desk


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A leading of an operator for what is refused: nothing of it is kept, so it can be shared."""
    folder = tmp_path_factory.mktemp("refusing")
    running = build_desk(Seat(folder, FakeTimeSource(), role=Role.SUPERVISOR))
    running.start(is_sending=False)
    add_cameras(running)
    yield running
    running.stop()


def test_what_was_changed_meanwhile_is_named_and_nothing_is_kept(
    leading: Desk, tmp_path: Path
) -> None:
    """Of two people on one request the second is told who changed it, and when."""
    row = registered(leading, tmp_path)
    leading.footage.amend(row.id, row.version, asked(leading, content="骑车人和同行者")).result(10)

    with pytest.raises(Refusal, match=r"由值班员 A在 .*改过，没有保存；已重新读入"):
        leading.footage.amend(row.id, row.version, asked(leading, content="别的")).result(10)
    assert leading.footage.open(row.id).result(10).request.content == "骑车人和同行者"


def test_no_step_is_done_out_of_turn(leading: Desk, tmp_path: Path) -> None:
    """A step that the state does not allow is refused by the state's name."""
    row = registered(leading, tmp_path)

    with pytest.raises(Refusal, match="现在是“待核验”，这一步不能做"):
        leading.footage.locate(row.id, row.version, {}).result(10)
    with pytest.raises(Refusal, match="现在是“待核验”"):
        leading.footage.seal(row.id, row.version, tmp_path).result(10)


@pytest.mark.parametrize(
    ("fields", "officers", "sentence"),
    [
        ({"unit": " ", "reason": ""}, (ONE, TWO), "登记还缺：调取单位、事由；没有保存。"),
        ({}, (ONE,), "登记还缺：调取人姓名和证件号（公安须两人）；没有保存。"),
        ({"reason": "盗" * 301}, (ONE, TWO), "“事由”有 301 个字，最多 300 个字，没有保存"),
        ({"papers_due_at": 1}, (ONE, TWO), "没有开启“先查看后补手续”"),
        ({}, (ONE, replace(ONE, name="民警乙")), "两名调取人的证件号相同"),
    ],
)
def test_what_is_missing_or_too_long_is_named(
    refusing: Desk, fields: dict[str, object], officers: tuple[Officer, ...], sentence: str
) -> None:
    """A registration that the law would not have is refused in one sentence, and not kept."""
    with pytest.raises(Refusal) as refused:
        refusing.footage.register(asked(refusing, **fields), officers).result(10)

    assert sentence in str(refused.value)
    assert refusing.footage.list().result(10) == ()


def test_spans_that_cannot_be_are_named(refusing: Desk) -> None:
    """A span of no camera, turned round, or in the future names the camera it is about."""
    one = spans(refusing)[0]
    cases = {
        "点位“C999”不在目录里": replace(one, camera_id="strange", code="C999"),
        "C046 的结束时间不晚于开始时间": replace(one, to_at=one.from_at),
        "C046 的时段还没有到": replace(one, to_at=refusing.time.now_ms() + HOUR_MS),
    }
    for sentence, wrong in cases.items():
        with pytest.raises(Refusal, match=sentence):
            refusing.footage.register(asked(refusing, spans=(wrong,)), (ONE, TWO)).result(10)


def test_rare_signs_and_three_hundred_characters_are_kept(leading: Desk, tmp_path: Path) -> None:
    """镕, 喆, 𠮷 and emoji come back as typed; what no paper can show is dropped."""
    reason = "盗窃🚲𠮷\ud83d" + "镕" * 295
    row = registered(leading, tmp_path, reason=reason, unit="某某\x00派出所 ")
    seen = leading.footage.open(row.id, is_masked=False).result(10)

    assert seen.request.reason == "盗窃🚲𠮷" + "镕" * 295
    assert seen.request.unit == "某某 派出所"
    assert [one.name for one in seen.officers] == [ONE.name, TWO.name]


@pytest.mark.parametrize(
    ("name", "content"),
    [("notice.txt", b"text"), ("notice.pdf", b"no pdf"), ("notice.jpg", b"no picture")],
)
def test_a_scan_that_is_none_is_refused(
    refusing: Desk, tmp_path: Path, name: str, content: bytes
) -> None:
    """Only a picture or a PDF is kept as a legal document."""
    (tmp_path / name).write_bytes(content)

    with pytest.raises(Refusal):
        refusing.footage.register(asked(refusing), (ONE, TWO), scan=tmp_path / name).result(10)
    assert refusing.footage.list().result(10) == ()


def test_what_is_wholly_overwritten_is_answered_at_once(leading: Desk) -> None:
    """A request older than the days kept is registered and answered "no longer held" in one go."""
    old = asked(leading, spans=spans(leading, ago_h=31 * 24))
    row = leading.footage.register(old, (ONE, TWO)).result(10)
    partly = asked(leading, spans=spans(leading, ago_h=30 * 24 + 1))
    kept = leading.footage.register(partly, (ONE, TWO)).result(10)

    assert (row.state, row.holding) == (FootageState.NOT_HELD, Holding.GONE)
    assert (kept.state, kept.holding) == (FootageState.REGISTERED, Holding.PARTLY)
    assert (row.number, kept.number) == ("2026-001", "2026-002")


def test_the_days_a_camera_keeps_come_from_the_catalogue(leading: Desk) -> None:
    """A camera that keeps ninety days warns by those."""
    add_cameras(leading, retain_days=90)
    row = leading.footage.register(
        asked(leading, spans=spans(leading, ago_h=31 * 24)), (ONE, TWO)
    ).result(10)
    seen = leading.footage.open(row.id).result(10)

    assert row.holding is Holding.HELD
    assert seen.spans[0].overwritten_at == seen.spans[0].span.from_at + 90 * DAY_MS


def test_a_clock_check_moves_the_span_the_picture_tells(leading: Desk, tmp_path: Path) -> None:
    """The difference in seconds is of the one camera, its picture is evidence."""
    row = registered(leading, tmp_path)
    camera_id, now = asked(leading).spans[0].camera_id, leading.time.now_ms()
    check = ClockCheck(
        camera_id=camera_id,
        code="",
        shown_at=now + 29_000,
        true_at=now,
        source="值守台时钟",
        method="同一截图比对",
        checker="",
    )
    seen = leading.footage.check_clock(row.id, row.version, check, picture(50)).result(10)

    first, second = seen.spans[0], seen.spans[1]
    assert first.check is not None
    assert (first.check.code, first.check.checker) == ("C046", "值班员 A")
    assert first.span.shown_from_at == first.span.from_at + 29_000
    assert second.span.shown_from_at is None
    assert leading.store.evidence.path(first.check.picture).read_bytes() == picture(50)


def test_after_the_approval_nothing_else_is_asked_for(leading: Desk, tmp_path: Path) -> None:
    """More cameras are another request; what concerns the medium can still change."""
    seen = approved(leading, tmp_path)
    request = replace(asked(leading), spans=spans(leading)[:2])
    with pytest.raises(Refusal, match="领导已批准"):
        leading.footage.amend(seen.row.id, seen.row.version, request).result(10)

    fine = replace(asked(leading), escort="值班员 A")
    changed = leading.footage.amend(seen.row.id, seen.row.version, fine).result(10)

    assert changed.request.escort == "值班员 A"
    assert changed.papers_scan is not None


def test_the_register_is_found_by_words_state_and_time(leading: Desk, tmp_path: Path) -> None:
    """Number, unit, document and camera are searched; states and days narrow the list."""
    first = registered(leading, tmp_path)
    leading.time.advance(DAY_MS)
    second = registered(leading, tmp_path, unit="交通支队")
    leading.footage.refuse(second.id, second.version, "手续不符").result(10)

    def found(**wish: object) -> list[str]:
        rows = leading.footage.list(FootageWish(**wish)).result(10)  # type: ignore[arg-type]
        return [row.number for row in rows]

    assert found() == ["2026-002", "2026-001"]
    assert found(text="交通 c046") == ["2026-002"]
    assert found(states=frozenset({"refused"})) == ["2026-002"]
    assert found(to_at=first.registered_at + 1) == ["2026-001"]


def test_the_register_is_read_while_the_desk_writes(leading: Desk, tmp_path: Path) -> None:
    """A long register keeps no key press waiting: it is read beside the desk thread."""
    row = registered(leading, tmp_path)
    is_read = threading.Event()
    held = leading.ask(lambda: is_read.wait(10))

    assert [one.id for one in leading.footage.list().result(10)] == [row.id]
    is_read.set()
    assert held.result(10)


def test_papers_are_written_and_noted(leading: Desk, tmp_path: Path) -> None:
    """Form and receipt come as docx and pdf with the numbers in full; that is on record."""
    seen = sealed(leading, tmp_path)
    for name in ("登记表.pdf", "登记表.docx"):
        path = leading.footage.write_paper(seen.row.id, "register", tmp_path / name).result(30)
        assert path.stat().st_size > 5000
    leading.footage.write_paper(seen.row.id, "receipt", tmp_path / "回执.pdf").result(30)
    with pytest.raises(Refusal, match=r"只能存成 \.docx 或 \.pdf"):
        leading.footage.write_paper(seen.row.id, "receipt", tmp_path / "回执.txt").result(10)
    with pytest.raises(Refusal, match="没有校对过时钟"):
        leading.footage.write_paper(seen.row.id, "clock", tmp_path / "校对.pdf").result(10)

    kinds = [line.kind for line in leading.footage.open(seen.row.id).result(10).custody]
    assert kinds.count("footage.printed") == 3


def test_a_number_that_another_seat_took_is_counted_on(
    leading: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two seats may count at the same moment: the later one takes the next number."""
    registered(leading, tmp_path)
    counted = iter((1, 1, 2))
    monkeypatch.setattr(footage_rows, "next_no", lambda *_: next(counted))

    assert registered(leading, tmp_path).number == "2026-002"
    monkeypatch.setattr(footage_rows, "next_no", lambda *_: 1)
    with pytest.raises(Refusal, match="编号正被别的席位占用，没有保存"):
        registered(leading, tmp_path)
    assert failed(leading) == {}


def test_papers_may_follow_where_the_desk_says_so(tmp_path: Path) -> None:
    """Looked at first, papers later: told when they are due, and closed only when they are here."""
    seat = Seat(tmp_path, FakeTimeSource(), role=Role.SUPERVISOR, papers_may_follow_h=24)
    desk = build_desk(seat)
    desk.start(is_sending=False)
    try:
        add_cameras(desk)
        due_at = desk.time.now_ms() + 24 * HOUR_MS
        given = asked(desk, kind=FootageKind.VIEW, paper_no="", papers_due_at=due_at)
        with pytest.raises(Refusal, match="最迟要在 24 小时内补齐"):
            desk.footage.register(replace(given, papers_due_at=due_at + 1), (ONE, TWO)).result(10)
        row = desk.footage.register(given, (ONE, TWO)).result(10)
        seen = desk.footage.check_papers(row.id, row.version).result(10)
        seen = desk.footage.approve(row.id, seen.row.version).result(10)
        seen = desk.footage.view_only(row.id, seen.row.version, "已查看").result(10)
        with pytest.raises(Refusal, match="手续还没有补齐，不能归档"):
            desk.footage.close(row.id, seen.row.version).result(10)
        desk.time.advance(23 * HOUR_MS)
        desk.ask(desk.tick).result(10)
        (warning,) = desk.snapshot.footage.warnings
        assert (warning.what, warning.level) == ("papers", "urgent")

        papers = Papers(kind="调取证据通知书", no="0137", scan=scan(tmp_path))
        seen = desk.footage.papers_came(row.id, seen.row.version, papers).result(10)

        assert desk.snapshot.footage.warnings == ()
        assert desk.footage.close(row.id, seen.row.version).result(10).row.state == "closed"
    finally:
        desk.stop()
