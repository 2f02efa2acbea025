"""Commands about the catalogue of cameras: import, export, list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.commands.call import DONE, Call, iso, reading, writing_desk
from duty_desk.desk.snapshot import camera_row
from duty_desk.documents.camera_columns import load_camera_columns
from duty_desk.documents.camera_export import write_cameras, write_template
from duty_desk.documents.camera_sheet import read_cameras
from duty_desk.domain.camera import camera_from_facts
from duty_desk.language import tr
from duty_desk.store import camera as rows
from duty_desk.store import camera_look

if TYPE_CHECKING:
    from duty_desk.bootstrap import House
    from duty_desk.desk.views import CameraRow
    from duty_desk.documents.camera_columns import CameraColumns
    from duty_desk.domain.camera_look import CameraLook

_SHOWN_MISTAKES = 20


def _columns(house: House) -> CameraColumns:
    file = house.files.resources / "templates" / "camera_columns.toml"
    return load_camera_columns(file, house.categories())


def import_cameras(call: Call) -> int:
    """`cameras import FILE`: all rows or none, unless the good rows alone are asked for."""
    words = call.words
    sheet = read_cameras(Path(words.file), _columns(call.house()))
    for finding in sheet.mistakes[:_SHOWN_MISTAKES]:
        call.line(f"✘ {finding.text}")
    for finding in sheet.warnings[:_SHOWN_MISTAKES]:
        call.line(f"! {finding.text}")
    cameras = sheet.to_import(good_rows_only=words.good_rows)
    with writing_desk(call) as desk:
        counts = desk.cameras.add(cameras).result()
    call.line(
        tr(
            "导入完成：新增 {added} 个点位，更新 {changed} 个，{unchanged} 个没有变化。",
            added=counts.added,
            changed=counts.changed,
            unchanged=counts.unchanged,
        )
    )
    call.document(
        {
            **vars(counts),
            "mistakes": [finding.text for finding in sheet.mistakes],
            "warnings": [finding.text for finding in sheet.warnings],
        }
    )
    return DONE


def export_cameras(call: Call) -> int:
    """`cameras export FILE`: the catalogue without addresses; `--template` for an empty one."""
    columns = _columns(call.house())
    target = Path(call.words.file)
    if call.words.template:
        write_template(target, columns)
        call.line(tr("模板已写到“{name}”。", name=target.name))
        call.document({"file": target.name, "cameras": 0})
        return DONE
    with reading(call) as look:
        import json

        found = [camera_from_facts(json.loads(row.details)) for row in rows.active(look.session)]
    write_cameras(target, found, columns)
    call.line(
        tr("{count} 个点位已写到“{name}”，不含码流地址。", count=len(found), name=target.name)
    )
    call.document({"file": target.name, "cameras": len(found)})
    return DONE


def list_cameras(call: Call) -> int:
    """`cameras list`: the catalogue with the newest look at each; addresses are masked."""
    with reading(call) as look:
        looks = camera_look.every(look.session)
        listed = [
            _listed(camera_row(row), row.lost_at, looks.get(row.id))
            for row in rows.active(look.session)
        ]
    for item in listed:
        call.line(f"{item['code']}  {item['name']}  {item['community']}  {item['stream']}")
    if not listed:
        call.line(
            tr("目录是空的。用 cameras import 导入点位表，cameras export --template 取模板。")
        )
    call.document(listed)
    return DONE


def _listed(row: CameraRow, lost_at: int | None, look: CameraLook | None) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "community": row.community,
        "state": "lost" if lost_at else (look.state if look else "") or "unknown",
        "stream": row.masked_address,
        "looked_at": iso(look.looked_at) if look else None,
        "seen_at": iso(look.seen_at) if look else None,
        "reason": look.reason if look else "",
        "delay_ms": look.delay_ms if look else 0,
        "width": look.width_px if look else 0,
        "height": look.height_px if look else 0,
        "codec": look.codec if look else "",
        "fps_milli": look.fps_milli if look else 0,
    }
