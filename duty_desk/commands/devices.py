"""Commands about devices on the network: discover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.commands.call import DONE
from duty_desk.language import tr
from duty_desk.video.onvif_discovery import discover, usual_interface

if TYPE_CHECKING:
    from duty_desk.commands.call import Call


def discover_devices(call: Call) -> int:
    """`cameras discover`: ask the local network which ONVIF devices are there; changes nothing.

    Only where they are and what they call themselves is shown: no login, no stream address.
    """
    words = call.words
    call.house()  # the language of its settings
    interface = words.interface or usual_interface()
    call.line(
        tr("从网口 {interface} 查找，等 {s} 秒…", interface=interface or "—", s=f"{words.wait:g}")
    )
    found = discover(interface, words.wait)
    for device in found:
        call.line(f"{device.host}:{device.port}  {device.name}  {device.hardware}".rstrip())
    if found:
        call.line(tr("找到 {count} 台设备；没有改动点位目录。", count=len(found)))
    else:
        call.line(
            tr("没有设备应答。摄像头在别的网段时查不到；可用 --interface 换一个网口地址再试。")
        )
    call.document([vars(device) for device in found])
    return DONE
