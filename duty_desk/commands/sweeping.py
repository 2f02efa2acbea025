"""Commands that look at cameras: probe some and say so, or sweep the catalogue and keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duty_desk.commands.call import DONE, NO, Call, reading, writing_desk
from duty_desk.desk.snapshot import camera_row
from duty_desk.desk.sweep import CatalogueSweep, SweepWish
from duty_desk.language import Refusal, tr
from duty_desk.machine.vault import Vault
from duty_desk.store import camera as rows
from duty_desk.video.source import StreamSpec
from duty_desk.video.stream_state import reason_words, state_words
from duty_desk.video.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Callable

    from duty_desk.bootstrap import House
    from duty_desk.desk.sweep import SweepProgress
    from duty_desk.desk.views import CameraRow
    from duty_desk.video.probe import ProbeResult


def probe_cameras(call: Call) -> int:
    """`cameras probe [CODE …]`: open each camera once; exit 1 when one gives no picture.

    Writes nothing, and so works beside a running desk.
    """
    with reading(call) as look:
        wanted = set(call.words.codes)
        found = {
            row.id: row for row in rows.active(look.session) if not wanted or row.code in wanted
        }
        missing = wanted - {row.code for row in found.values()}
        if missing:
            raise Refusal(tr("目录里没有点位 {code}。", code=tr("、").join(sorted(missing))))
        vault, spec_of = Vault(look.house.data), _spec_of(look.house)
        specs = [
            spec_of(camera_row(row), vault.open(row.sealed_sub or row.sealed_main, row.id))
            for row in found.values()
            if row.sealed_sub or row.sealed_main
        ]
    results = []
    for done, result in enumerate(Sweep(specs).run(), 1):
        code = found[result.camera_id].code
        call.line(f"[{done}/{len(specs)}] {code}  {_result_words(result)}")
        results.append(_result(code, result))
    call.document(sorted(results, key=lambda item: str(item["code"])))
    return DONE if all(item["ok"] for item in results) else NO


def sweep_cameras(call: Call) -> int:
    """`cameras sweep`: look at every camera once and keep what was found; exit 1 as `probe`."""
    with writing_desk(call) as desk:
        codes = {row.id: row.code for row in desk.snapshot.cameras}
        results: list[dict[str, Any]] = []
        progress: list[SweepProgress] = []

        def found(result: ProbeResult) -> None:
            code = codes[result.camera_id]
            call.line(f"[{len(results) + 1}/{progress[-1].total}] {code}  {_result_words(result)}")
            results.append(_result(code, result))

        sweep = CatalogueSweep(desk, SweepWish(_spec_of(call.house())))
        end = sweep.run(told=progress.append, found=found)
    call.line(
        tr(
            "共 {total} 个点位有码流地址，{seen} 个有画面，{dead} 个没有；结果已保存。",
            total=end.total,
            seen=end.seen,
            dead=end.done - end.seen,
        )
    )
    call.document(
        {
            "cameras": end.total,
            "looked": end.done,
            "seen": end.seen,
            "looks": sorted(results, key=lambda item: str(item["code"])),
        }
    )
    return DONE if end.seen == end.total else NO


def _spec_of(house: House) -> Callable[[CameraRow, str], StreamSpec]:
    settings = house.settings

    def spec(camera: CameraRow, address: str) -> StreamSpec:
        transport = camera.transport or settings.transport
        limit = camera.session_limit
        return StreamSpec(camera.id, address, transport, settings.engine, session_limit=limit)

    return spec


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
