"""Commands about cameras: import, export, list, probe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_desk.commands.call import DONE, NO, Call, reading, writing_desk
from duty_desk.desk.snapshot import camera_row
from duty_desk.documents.camera_columns import load_camera_columns
from duty_desk.documents.camera_export import write_cameras, write_template
from duty_desk.documents.camera_sheet import read_cameras
from duty_desk.domain.camera import camera_from_facts
from duty_desk.language import Refusal, tr
from duty_desk.machine.vault import Vault
from duty_desk.store import camera as rows
from duty_desk.video.probe import probe
from duty_desk.video.source import StreamSpec
from duty_desk.video.stream_state import reason_words, state_words

if TYPE_CHECKING:
    from duty_desk.bootstrap import House
    from duty_desk.documents.camera_columns import CameraColumns
    from duty_desk.video.probe import ProbeResult

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
    """`cameras list`: the catalogue; addresses are masked."""
    with reading(call) as look:
        found = [(camera_row(row), row.lost_at) for row in rows.active(look.session)]
    listed = [
        {
            "code": row.code,
            "name": row.name,
            "community": row.community,
            "state": "lost" if lost_at else "unknown",
            "stream": row.masked_address,
        }
        for row, lost_at in found
    ]
    for item in listed:
        call.line(f"{item['code']}  {item['name']}  {item['community']}  {item['stream']}")
    if not listed:
        call.line(
            tr("目录是空的。用 cameras import 导入点位表，cameras export --template 取模板。")
        )
    call.document(listed)
    return DONE


def probe_cameras(call: Call) -> int:
    """`cameras probe [CODE …]`: open each camera once; exit 1 when one gives no picture."""
    with reading(call) as look:
        wanted = set(call.words.codes)
        found = {
            row.id: row for row in rows.active(look.session) if not wanted or row.code in wanted
        }
        missing = wanted - {row.code for row in found.values()}
        if missing:
            raise Refusal(tr("目录里没有点位 {code}。", code=tr("、").join(sorted(missing))))
        vault, settings = Vault(look.house.data), look.house.settings
        specs = [
            StreamSpec(
                row.id,
                vault.open(row.sealed_sub or row.sealed_main, row.id),
                transport=camera_row(row).transport or settings.transport,
                engine=settings.engine,
            )
            for row in found.values()
            if row.sealed_sub or row.sealed_main
        ]
    results = []
    for done, result in enumerate(probe(specs), 1):
        code = found[result.camera_id].code
        call.line(f"[{done}/{len(specs)}] {code}  {_result_words(result)}")
        results.append(_result(code, result))
    call.document(sorted(results, key=lambda item: str(item["code"])))
    return DONE if all(item["ok"] for item in results) else NO


def _result_words(result: ProbeResult) -> str:
    if result.ok:
        size = f"{result.width}×{result.height}"
        return tr("有画面 {size} {codec} {ms} 毫秒", size=size, codec=result.codec, ms=result.ms)
    return tr("{what}：{why}", what=state_words(result.state), why=reason_words(result.reason))


def _result(code: str, result: ProbeResult) -> dict[str, Any]:
    return {
        "code": code,
        "ok": result.ok,
        "state": str(result.state),
        "reason": result.reason,
        "width": result.width,
        "height": result.height,
        "codec": result.codec,
        "fps_milli": round(result.fps * 1000),
        "ms": result.ms,
    }
