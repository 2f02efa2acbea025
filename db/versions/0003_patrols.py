"""Patrols: plans, routes, rounds, visits, watching, on-site inspections, samples."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _text(name: str, *, is_empty_allowed: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=is_empty_allowed)


def _number(name: str, *, is_empty_allowed: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=is_empty_allowed)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _points_at(table: str, column: str, other: str, key: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name)


def upgrade() -> None:
    _plans()
    _rounds()
    _visits()
    _beside()
    _samples()


def _plans() -> None:
    op.create_table(
        "patrol_plan",
        _text("id"),
        _text("from_on"),
        _text("body"),
        _text("note"),
        _number("adopted_at"),
        _text("adopted_by"),
        _text("seat"),
        _number("seq"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_plan")),
    )
    op.create_index(op.f("ix_patrol_plan_from_on"), "patrol_plan", ["from_on"])
    op.create_table(
        "route",
        _text("hash"),
        _text("points"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_route")),
    )


def _rounds() -> None:
    counts = ("expected", "normal", "problem", "fault", "not_viewable", "skipped", "quick")
    op.create_table(
        "round",
        *(_text(name) for name in ("id", "seat", "day")),
        *(_number(name) for name in ("slot", "take")),
        *(_text(name) for name in ("kind", "name", "state")),
        *(_number(name) for name in ("window_from_at", "window_to_at")),
        _text("route_hash", is_empty_allowed=True),
        _number("seed", is_empty_allowed=True),
        _number("leg_ms"),
        _number("started_at", is_empty_allowed=True),
        _number("started_mono_ms"),
        _text("boot_id"),
        _flag("is_jumped"),
        _text("started_by"),
        _number("ended_at", is_empty_allowed=True),
        _number("paused_at", is_empty_allowed=True),
        *(_number(name) for name in ("paused_ms", "unbroken_since_at", "last_no")),
        *(_number(name) for name in (*counts, "fresh_ms", "least_ms")),
        _flag("is_rushed"),
        _text("reason"),
        _points_at("round", "route_hash", "route", "hash"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("day", "slot", "take", name=op.f("uq_round_day_slot_take")),
    )
    op.create_index(op.f("ix_round_state"), "round", ["state"])


def _visits() -> None:
    op.create_table(
        "visit",
        _text("round_id"),
        _number("no"),
        _text("camera_id"),
        _number("preset"),
        _text("outcome"),
        *(_number(name) for name in ("done_at", "fresh_ms", "age_ms")),
        _number("offset_ms", is_empty_allowed=True),
        _number("similarity_ppm", is_empty_allowed=True),
        _number("least_ms"),
        _flag("is_quick"),
        *(_text(name) for name in ("reason", "problems", "faults", "done_by", "seat")),
        _number("seq"),
        _text("thumbnail"),
        *(_number(name) for name in ("thumbnail_start", "thumbnail_bytes")),
        _points_at("visit", "camera_id", "camera", "id"),
        _points_at("visit", "round_id", "round", "id"),
        sa.PrimaryKeyConstraint("round_id", "no", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_camera_id_done_at"), "visit", ["camera_id", "done_at"])


def _beside() -> None:
    op.create_table(
        "watching",
        *(_text(name) for name in ("id", "seat")),
        *(_number(name) for name in ("from_at", "to_at", "pages", "cameras", "shown_ms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watching")),
    )
    op.create_index(op.f("ix_watching_from_at"), "watching", ["from_at"])
    op.create_table(
        "site_plan",
        *(_text(name) for name in ("id", "communities")),
        _number("adopted_at"),
        *(_text(name) for name in ("adopted_by", "seat")),
        _number("seq"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_plan")),
    )
    op.create_table(
        "site_visit",
        *(_text(name) for name in ("id", "visited_on")),
        _number("visited_at"),
        *(_text(name) for name in ("community", "note")),
        _text("photo", is_empty_allowed=True),
        _text("shown", is_empty_allowed=True),
        *(_text(name) for name in ("visited_by", "seat")),
        _points_at("site_visit", "photo", "evidence", "sha256"),
        _points_at("site_visit", "shown", "evidence", "sha256"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visit")),
    )
    op.create_index(op.f("ix_site_visit_visited_on"), "site_visit", ["visited_on"])


def _samples() -> None:
    op.create_table(
        "sample",
        *(_text(name) for name in ("id", "from_on", "to_on")),
        *(_number(name) for name in ("seed", "population", "drawn_at")),
        _text("drawn_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
    )
    op.create_table(
        "sample_pick",
        *(_text(name) for name in ("sample_id", "round_id")),
        *(_number(name) for name in ("no", "place")),
        *(_text(name) for name in ("judged", "note")),
        _number("judged_at", is_empty_allowed=True),
        _text("judged_by"),
        _points_at("sample_pick", "round_id", "round", "id"),
        _points_at("sample_pick", "sample_id", "sample", "id"),
        sa.PrimaryKeyConstraint("sample_id", "round_id", "no", name=op.f("pk_sample_pick")),
    )
