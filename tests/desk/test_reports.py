"""Reports: the numbers agree with the records, what is frozen stays, later versions say why."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from contextlib import closing

import docx
import pytest

from duty_desk.desk.report_content import Asked
from duty_desk.desk.report_due import period_of
from duty_desk.desk.report_filter import Filter
from duty_desk.documents.report_word import report_word
from duty_desk.domain import period as periods
from duty_desk.domain.report import ReportKind, ReportState
from duty_desk.domain.rights import Role
from duty_desk.domain.workdays import day_of
from duty_desk.language import Refusal
from duty_desk.store.store import DATABASE
from duty_desk.store.verify import verify
from tests.desk.people import sit, staff
from tests.desk.report_month import Month, at, tell
from tests.fakes.desk import Seat, build_desk, camera, picture
from tests.fakes.time_source import FakeTimeSource

OCTOBER = (at("2026-10-01 00:00"), at("2026-11-01 00:00"))
MONTHLY = "monthly/2026-10-01"


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """The data folder of a desk that has told September and October, and the ids of its records."""
    folder = tmp_path_factory.mktemp("story")
    time = FakeTimeSource(at("2026-09-01 08:00"))
    desk = build_desk(Seat(folder, time, role=Role.SUPERVISOR))
    desk.start(is_sending=False, is_ticking=False)
    desk.cameras.add([camera()]).result(5)
    told = Month(desk, time)
    ids = tell(told)
    told.go_to("2026-11-01 00:01")
    told.tick()
    desk.stop()
    return folder, ids


@pytest.fixture
def month(story, tmp_path):
    """A desk over a copy of the story, on the first of November at 08:30."""
    folder, ids = story
    data = tmp_path / "data"
    shutil.copytree(folder, data)
    time = FakeTimeSource(at("2026-11-01 08:30"), mono_ms=9_000_000_000)
    desk = build_desk(Seat(data, time, role=Role.SUPERVISOR, boot_id="boot-2"))
    desk.start(is_sending=False, is_ticking=False)
    yield Month(desk, time, ids)
    desk.stop()


def rows(month, statement: str, *values) -> list[tuple]:
    """What an independent reader of the database file counts."""
    with closing(sqlite3.connect(month.desk.store.place.data / DATABASE)) as database:
        return database.execute(statement, values).fetchall()


def words_of(data: bytes) -> list[str]:
    """Every paragraph and cell of a Word document."""
    document = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return [*(one.text for one in document.paragraphs), *cells]


def row_after(words: list[str], title: str) -> str:
    """The cell that stands after the one with `title`."""
    return words[words.index(title) + 1]


def freeze(month, subject: str = MONTHLY) -> str:
    """Approve and freeze a report; returns its number."""
    month.desk.reports.approve(subject).result(20)
    return month.desk.reports.freeze(subject).result(20)


def desk_items(month) -> dict[str, tuple[str, str]]:
    """What would be handed over of reports: title and state by id."""
    desk, now = month.desk, month.time.now_ms()
    found = desk.ask(lambda: desk.read(lambda it: desk.open_items.all(it, now))).result(10)
    return {one.subject: (one.title, one.state) for one in found if one.noun == "report"}


def figures(month, subject: str = MONTHLY) -> dict:
    """What the report says now, by key."""
    content = month.desk.reports.content(subject).result(20)
    return {one["key"]: one for section in content.facts["sections"] for one in section["figures"]}


def test_the_numbers_are_those_that_sql_counts(month, tmp_path):
    """Content, Word and PDF say what an independent count of the tables says."""
    found = rows(
        month,
        "SELECT count(*), sum(pushed_at - found_at <= 300000), sum(state IN"
        " ('rectified', 'verified')) FROM problem WHERE found_at >= ? AND found_at < ?",
        *OCTOBER,
    )[0]
    said = figures(month)
    assert found == (5, 3, 1)
    assert said["problems.found"]["value"] == found[0]
    assert said["pushes.in_time"]["value"] == found[1]
    assert said["problems.rectified"]["value"] == found[2]
    assert said["problems.found"]["before"] == "2"
    by_category = rows(
        month,
        "SELECT category, count(*) FROM problem WHERE found_at >= ? AND found_at < ? GROUP BY 1",
        *OCTOBER,
    )
    content = month.desk.reports.content(MONTHLY).result(20)
    tables = {one["key"]: one for part in content.facts["sections"] for one in part["tables"]}
    lines = {row["key"]: row["values"][0] for row in tables["problems.by_category"]["rows"]}
    assert lines == dict(by_category)

    month.desk.reports.save(MONTHLY, tmp_path / "r.docx")
    words = words_of((tmp_path / "r.docx").read_bytes())
    assert row_after(words, "发现问题") == str(found[0])
    assert row_after(words, "整改率").startswith(f"{found[2]} / {found[0]}")
    assert any(f"发现问题 {found[0]} 件" in one for one in words)
    assert "（草稿，数据未冻结）" in words


def test_a_month_falls_due_at_ten_on_the_first_and_its_clock_ends_with_the_delivery(month):
    """The clock began with the month's end, warned at its hours, and is met at 09:53."""
    card = next(one for one in month.desk.snapshot.clocks if one.subject == MONTHLY)
    assert (card.started_at, card.due_at) == (OCTOBER[1], at("2026-11-01 10:00"))
    assert (card.noun, card.headline) == ("report", "10 月月报")
    assert [stage for stage in card.stages if stage[1] != "breach"] == [
        (at("2026-11-01 09:00"), "attention"),
        (at("2026-11-01 09:50"), "urgent"),
    ]
    items = desk_items(month)
    assert items["monthly/2026-10-01"] == ("10 月月报", "待准备，11-01 10:00 前送达")
    number = freeze(month)
    assert number == "M2026-10-a"
    month.go_to("2026-11-01 09:53")
    month.desk.reports.deliver(MONTHLY, "街道城管办").result(10)

    detail = month.desk.reports.detail(MONTHLY).result(10)
    assert (detail.row.state, detail.row.verdict) == (ReportState.DELIVERED, "met")
    assert detail.row.delivered_at == at("2026-11-01 09:53")
    assert detail.versions[0].receiver == "街道城管办"
    assert all(one.subject != MONTHLY for one in month.desk.snapshot.clocks)
    assert "monthly/2026-10-01" not in desk_items(month)


def test_what_is_frozen_stays_when_records_change_and_version_two_says_what_differs(month):
    """A photo that arrives later changes no frozen number; the next version lists it."""
    reports = month.desk.reports
    reports.write(MONTHLY, {"problems": "桶站满冒偏多"}).result(10)
    freeze(month)
    before = reports.content(MONTHLY).result(10)
    kept = reports.detail(MONTHLY).result(10).versions[0]
    month.desk.problems.rectify(month.ids["met"], picture(140)).result(10)
    assert reports.content(MONTHLY).result(10) == before
    with pytest.raises(Refusal, match="已经冻结"):
        reports.write(MONTHLY, {"problems": "改一改"}).result(10)

    reports.reopen(MONTHLY, "补到 1 张整改后照片").result(10)
    reports.write(MONTHLY, {"problems": "桶站满冒有所减少"}).result(10)
    assert freeze(month) == "M2026-10-b"

    first, second = reports.detail(MONTHLY).result(10).versions
    assert (first.docx_sha256, first.differences) == (kept.docx_sha256, ())
    assert second.reason == "补到 1 张整改后照片"
    changed = {one.key: (one.before, one.after) for one in second.differences}
    assert changed["problems.rectified"] == ("1 / 5（20.0%）", "2 / 5（40.0%）")
    assert changed["text.problems"] == ("桶站满冒偏多", "桶站满冒有所减少")
    assert "problems.found" not in changed
    assert reports.frozen(MONTHLY, 1).result(10) == before
    place = month.desk.store.place
    checked = month.desk.ask(lambda: month.desk.read(lambda it: list(verify(it, place)))).result(30)
    assert [one for one in checked if one.state == "failed"] == []


def test_the_frozen_file_is_the_one_that_is_handed_out(month, tmp_path):
    """Saved again later it is the same file, byte for byte, with the seal at its foot."""
    freeze(month)
    month.desk.problems.rectify(month.ids["met"], picture(140)).result(10)
    month.go_to("2026-11-03 12:00")
    month.desk.reports.save(MONTHLY, tmp_path / "r.docx")
    month.desk.reports.save(MONTHLY, tmp_path / "r.pdf")

    made = month.desk.reports.detail(MONTHLY).result(10).versions[0]
    data = (tmp_path / "r.docx").read_bytes()
    assert data == month.desk.store.evidence.path(made.docx_sha256, ".docx").read_bytes()
    assert any(
        f"M2026-10-a    记录链封存 {made.checkpoint_no:04d}" in one for one in words_of(data)
    )
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    heads = rows(month, "SELECT head, seq FROM checkpoint WHERE no = ?", made.checkpoint_no)
    assert made.seal == f"{heads[0][0][:8]}-{heads[0][0][-8:]}@{heads[0][1]}"


def test_a_frozen_file_that_was_altered_or_is_gone_is_not_handed_out(month, tmp_path):
    """One byte more on the disk, or no file: a sentence, and nothing is saved."""
    freeze(month)
    made = month.desk.reports.detail(MONTHLY).result(10).versions[0]
    kept = month.desk.store.evidence.path(made.docx_sha256, ".docx")
    kept.write_bytes(kept.read_bytes() + b" ")
    for _ in ("altered", "gone"):
        with pytest.raises(Refusal, match="丢失或内容已被改动"):
            month.desk.reports.save(MONTHLY, tmp_path / "r.docx")
        kept.unlink(missing_ok=True)
    assert not (tmp_path / "r.docx").exists()


def while_freezing(monkeypatch, meanwhile) -> None:
    """Let something happen while a freeze lays out its Word file."""

    def laid_out(paper, template):
        if not paper.is_draft:
            meanwhile()
        return report_word(paper, template)

    monkeypatch.setattr("duty_desk.desk.report_freeze.report_word", laid_out)


def test_a_freeze_stands_under_the_name_of_who_asked_for_it(month, monkeypatch):
    """Somebody else sits down while the files are made."""
    desk = month.desk
    desk.reports.approve(MONTHLY).result(20)
    staff(desk)
    asked = sit(desk, "值班长 C")

    def change() -> None:
        desk.people.sign_out().result(5)
        sit(desk, "值班员 A")

    while_freezing(monkeypatch, change)
    desk.reports.freeze(MONTHLY).result(20)
    ((actor,),) = rows(month, "SELECT frozen_by FROM report_version WHERE frozen_at > 0")
    assert asked.name in actor


def test_texts_that_changed_while_the_files_were_made_are_not_frozen(month, monkeypatch):
    """Even when the report was approved anew: the files say the older words; none is left."""
    desk = month.desk
    desk.reports.approve(MONTHLY).result(20)
    kept = desk.store.evidence.path("00").parent.parent

    def change() -> None:
        desk.reports.write(MONTHLY, {"plan": "加强夜间巡查"}).result(10)
        desk.reports.approve(MONTHLY).result(20)

    while_freezing(monkeypatch, change)
    with pytest.raises(Refusal, match="又被改动了"):
        desk.reports.freeze(MONTHLY).result(20)
    assert desk.reports.detail(MONTHLY).result(10).row.state is ReportState.APPROVED
    assert list(kept.rglob("*.pdf")) == []


def test_special_reports_that_begin_on_one_day_are_told_apart_by_their_numbers(month):
    """Each keeps its own number in its later versions too."""
    reports = month.desk.reports
    span = periods.day(day_of(OCTOBER[0]))
    subjects = [
        reports.prepare(Asked(kind=ReportKind.SPECIAL, period=span, title=title)).result(10)
        for title in ("桶站专项", "道路专项")
    ]
    numbers = {freeze(month, one) for one in subjects}
    assert numbers == {"S2026-10-01-a", "S2026-10-01.2-a"}
    reports.reopen(subjects[0], "补照片").result(10)
    reports.reopen(subjects[1], "补照片").result(10)
    numbers = {freeze(month, one) for one in subjects}
    assert numbers == {"S2026-10-01-b", "S2026-10-01.2-b"}


def test_every_figure_leads_back_to_its_records(month):
    """The wish of a frozen figure finds as many records as the figure counted."""
    freeze(month)
    content = month.desk.reports.content(MONTHLY).result(10)
    for key, count in (
        ("problems.found", 5),
        ("pushes.late", 2),
        ("problems.no_after", 0),
        ("problems.by_category/E2102", 2),
    ):
        assert month.desk.ledgers.count(content.wish(key)).result(10) == count


def test_gaps_come_first_and_nothing_is_invented(month):
    """Missing photos and repairs are named with their records; texts are left to people."""
    gaps = {one.key: one for one in month.desk.reports.gaps(MONTHLY).result(10)}
    ids = month.ids
    assert gaps["after"].subjects == (ids["met"], ids["other"], ids["late"])
    assert gaps["repair"].subjects == (ids["fault"],)
    assert gaps["unpushed"].subjects == (ids["silent"],)
    assert gaps["texts"].level == "fill"
    assert next(iter(gaps.values())).level == "fill"
    month.desk.faults.repair(ids["fault"]).result(10)
    gaps = {one.key: one for one in month.desk.reports.gaps(MONTHLY).result(10)}
    assert gaps["repair"].level == "ok"


def test_a_broken_template_is_refused_by_tag_and_place_and_freezes_nothing(month):
    """The office's own template comes first; mended, it is used."""
    desk = month.desk
    own = desk.store.place.data / "templates"
    own.mkdir()
    document = docx.Document(str(desk.templates / "report_monthly.docx"))
    document.add_paragraph("本月推送 {{ figure.pushes.on_time }} 件")
    document.save(str(own / "report_monthly.docx"))
    desk.reports.approve(MONTHLY).result(20)

    with pytest.raises(Refusal, match=r"figure\.pushes\.on_time .*没有“figure\.pushes\.on_time”"):
        desk.reports.freeze(MONTHLY).result(20)
    assert desk.reports.detail(MONTHLY).result(10).row.state is ReportState.APPROVED
    assert rows(
        month, 'SELECT count(*) FROM journal WHERE body LIKE \'%"occasion":"report"%\''
    ) == [(0,)]

    document.paragraphs[-1].text = "本月按时推送 {{ figure.pushes.in_time }}"
    document.save(str(own / "report_monthly.docx"))
    desk.reports.freeze(MONTHLY).result(20)
    made = desk.reports.detail(MONTHLY).result(10).versions[0]
    words = words_of(desk.store.evidence.path(made.docx_sha256, ".docx").read_bytes())
    assert "本月按时推送 3 / 5（60.0%）" in words


def test_an_empty_period_and_one_before_the_first_record_are_unknown_and_not_zero(month):
    """A month nobody watched says so; a period without days is refused."""
    desk = month.desk
    asked = Asked(kind=ReportKind.MONTHLY, period=periods.month(2024, 5), hall="演示大厅")
    content = desk.reports.of(asked).result(20)
    values = [one["value"] for part in content.facts["sections"] for one in part["figures"]]
    assert set(values) == {None}
    empty = periods.Period(periods.PeriodKind.FREE, OCTOBER[0], OCTOBER[0])
    asked = Asked(kind=ReportKind.SPECIAL, period=empty, title="空")
    with pytest.raises(Refusal, match="时段是空的"):
        desk.reports.prepare(asked).result(10)


def test_a_place_that_cannot_be_written_is_refused_and_the_old_file_stays(month, tmp_path):
    """Another suffix, a folder that is not there: a sentence each."""
    with pytest.raises(Refusal, match="写不进去"):
        month.desk.reports.save(MONTHLY, tmp_path / "gone" / "r.docx")
    with pytest.raises(Refusal, match=r"\.docx 或 \.pdf"):
        month.desk.reports.save(MONTHLY, tmp_path / "r.txt")
    assert list(tmp_path.glob("r.*")) == []


def test_a_special_report_counts_what_its_filter_lets_through(month):
    """One community, one category: problems, tables and wishes are narrowed alike."""
    desk = month.desk
    span = periods.free(day_of(OCTOBER[0]), day_of(OCTOBER[1] - 1))
    asked = Asked(
        kind=ReportKind.SPECIAL,
        period=span,
        title="东路社区专项",
        filter=Filter(sections=("problems",), community="东路社区"),
    )
    subject = desk.reports.prepare(asked).result(10)
    content = desk.reports.content(subject).result(20)
    assert [part["key"] for part in content.facts["sections"]] == ["problems"]
    said = {one["key"]: one["value"] for one in content.facts["sections"][0]["figures"]}
    assert said["problems.found"] == 2
    assert desk.ledgers.count(content.wish("problems.found")).result(10) == 2
    assert "社区：东路社区" in content.facts["filter"]
    bare = Asked(kind=ReportKind.SPECIAL, period=span, title="东路", filter=Filter(camera="C046"))
    subject = desk.reports.prepare(bare).result(10)
    content = desk.reports.content(subject).result(20)
    assert [part["key"] for part in content.facts["sections"]] == ["problems"]
    gaps = {one.key: one for one in desk.reports.gaps(subject).result(10)}
    assert set(gaps) == {"unpushed", "after", "texts", "chain"}
    meant = rows(
        month,
        "SELECT p.id FROM problem p JOIN camera c ON c.id = p.camera_id WHERE c.code = 'C046'",
    )
    assert {(one,) for one in gaps["after"].subjects} <= set(meant)


def test_who_may_not_is_refused(month):
    """A clerk writes and freezes, only a supervisor approves, an operator does neither."""
    desk = month.desk
    staff(desk)
    sit(desk, "内勤 D")
    desk.reports.write(MONTHLY, {"plan": "加强夜间巡查"}).result(10)
    with pytest.raises(Refusal, match="没有权限批准报告"):
        desk.reports.approve(MONTHLY).result(10)
    desk.people.sign_out().result(5)
    sit(desk, "值班员 A")
    with pytest.raises(Refusal, match="没有权限编写"):
        desk.reports.write(MONTHLY, {"plan": "x"}).result(10)


def test_a_month_that_ended_while_the_program_was_off_has_run_since_then(month):
    """November ends in the dark; at noon of 2 December its clock is late since its own start."""
    month.go_to("2026-12-02 11:00")
    month.tick()
    month.tick()

    listed = {one.id: one for one in month.desk.reports.listing().result(10)}
    one = listed["monthly/2026-11-01"]
    assert (one.due_at, one.verdict) == (at("2026-12-01 10:00"), "breached")
    days = [key for key in listed if key.startswith("daily/")]
    assert len(days) == 32  # 31 October, and one a day since
    told = rows(month, "SELECT subject FROM journal WHERE kind = 'period.ended'")
    assert len(told) == len(set(told))


def test_a_new_desk_owes_nothing_for_the_time_before_it(tmp_path):
    """A store that begins today has no report of yesterday; no old one becomes late."""
    time = FakeTimeSource(at("2026-11-02 09:30"))
    desk = build_desk(Seat(tmp_path, time))
    desk.start(is_sending=False, is_ticking=False)
    try:
        desk.ask(desk.tick).result(5)
        assert desk.reports.listing().result(5) == ()
        assert period_of(ReportKind.WEEKLY, time.now_ms()).from_at == at("2026-11-02 00:00")
        coming = desk.snapshot.reports.upcoming
        assert [one.due_at for one in coming] == [
            at("2026-11-03 09:00"), at("2026-11-09 10:00"), at("2026-12-01 10:00"),
        ]  # fmt: skip
    finally:
        desk.stop()


def test_delivery_stands_at_a_time_that_can_be(month):
    """Not before it was frozen, not ahead of now, and with a name."""
    freeze(month)
    month.go_to("2026-11-01 09:59")
    reports = month.desk.reports
    with pytest.raises(Refusal, match="交给了谁"):
        reports.deliver(MONTHLY, " ").result(10)
    for wrong in (at("2026-11-01 08:00"), at("2026-11-01 10:30")):
        with pytest.raises(Refusal, match="送达时间"):
            reports.deliver(MONTHLY, "街道", wrong).result(10)
    reports.deliver(MONTHLY, "街道", at("2026-11-01 09:40")).result(10)

    assert reports.detail(MONTHLY).result(10).row.delivered_at == at("2026-11-01 09:40")
    source = rows(month, "SELECT body FROM journal WHERE kind = 'report.delivered'")[0][0]
    assert json.loads(source)["source"] == "self"


def drafted(month, report: str = MONTHLY):
    """Let the program make its drafts at 08:00, and wait until the outcome is on record."""
    desk = month.desk
    desk.reports._clerk._hours = {ReportKind.MONTHLY: 8 * 60}
    desk.reports.begin()
    month.tick()
    desk.checking.ask("after", lambda _session: None).result(20)  # the draft was asked before
    desk.ask(lambda: None).result(20)
    return next(one for one in desk.reports.listing().result(10) if one.id == report)


def test_a_draft_is_made_at_its_hour_with_nobody_signed_in(month):
    """A locked desk prepares October's report and lays it into the folder; by the program."""
    staff(month.desk)
    row = drafted(month)
    assert (row.state, row.failed_words) == (ReportState.DRAFT, "")
    assert rows(month, "SELECT actor FROM journal WHERE kind = 'report.prepared'") == [("",)]
    folder = month.desk.store.place.data / "reports"
    assert [one.name for one in folder.iterdir()] == ["2026 10 月月报 草稿.docx"]


def test_a_draft_that_fails_is_shown_at_the_next_start_until_it_is_made(month, tmp_path):
    """A broken template: the reason is on record, seen after a restart, and gone once mended."""
    own = month.desk.store.place.data / "templates"
    own.mkdir()
    (own / "report_monthly.docx").write_bytes(b"half a file")
    row = drafted(month)
    assert (row.state, "打不开" in row.failed_words) == (ReportState.DUE, True)
    month.desk.stop()

    desk = build_desk(Seat(tmp_path / "data", month.time, role=Role.SUPERVISOR, boot_id="boot-2"))
    desk.start(is_sending=False, is_ticking=False)
    try:
        (said,) = desk.snapshot.reports.failed
        assert said.startswith("10 月月报草稿没有做成")
        (own / "report_monthly.docx").unlink()
        row = drafted(Month(desk, month.time, month.ids))
        assert (row.state, row.failed_words) == (ReportState.DRAFT, "")
        assert desk.snapshot.reports.failed == ()
    finally:
        desk.stop()
