"""What can go wrong with a camera's ONVIF service, each in one finished sentence."""

from __future__ import annotations

from enum import StrEnum

from duty_desk.language import Refusal, mark, tr


class OnvifFault(StrEnum):
    """Why a camera did not do what it was asked."""

    NO_ADDRESS = "no_address"
    NO_DEVICE = "no_device"
    SILENT = "silent"
    NO_ANSWER = "no_answer"
    LOGIN = "login"
    NO_SERVICE = "no_service"
    NOT_ONVIF = "not_onvif"
    BUSY = "busy"
    UNMATCHED = "unmatched"
    NO_HOME = "no_home"
    NO_PRESET = "no_preset"
    REFUSED = "refused"
    CLOSED = "closed"


_SENTENCES = {
    OnvifFault.NO_ADDRESS: mark(
        "这个点位没有网络码流地址，找不到它的云台控制服务。请在点位目录里补上码流地址。"
    ),
    OnvifFault.NO_DEVICE: mark(
        "连不上摄像头的云台控制服务，指令没有发出。请核对点位目录里的“ONVIF端口”，"
        "或请维护单位检查摄像头。"
    ),
    OnvifFault.SILENT: mark(
        "摄像头的云台控制服务没有按时应答，镜头没有动。请稍候再试，或请维护单位检查摄像头。"
    ),
    OnvifFault.NO_ANSWER: mark("摄像头没有按时应答，镜头可能动了也可能没动。请看画面确认后再试。"),
    OnvifFault.LOGIN: mark(
        "摄像头不接受码流地址里的用户名和密码来控制云台，镜头没有动；程序不会自己重试，以免锁住账号。"
        "请维护单位核对账号的云台权限。"
    ),
    OnvifFault.NO_SERVICE: mark("这台摄像头没有提供云台控制，不能转动。方位不准请报给维护单位。"),
    OnvifFault.NOT_ONVIF: mark(
        "摄像头的应答看不懂，它可能不是标准的 ONVIF 设备，或“ONVIF端口”不对；请看画面确认镜头位置。"
    ),
    OnvifFault.BUSY: mark("摄像头正忙，或正被别人控制，这一步没有做。请过几秒再试。"),
    OnvifFault.UNMATCHED: mark(
        "这台设备带多路画面，认不出哪一路是本点位；为免转错镜头，没有发出指令。"
        "请核对点位的码流地址。"
    ),
    OnvifFault.NO_HOME: mark(
        "摄像头没有设看守位，镜头留在原处。请维护单位设好看守位，或用预置位转回。"
    ),
    OnvifFault.NO_PRESET: mark("摄像头里已没有这个预置位，镜头没有动。请重新打开云台面板。"),
    OnvifFault.REFUSED: mark("摄像头拒绝了这个指令（{code}），镜头没有动。"),
    OnvifFault.CLOSED: mark("云台面板已关闭，指令没有发出。"),
}


class OnvifTrouble(Refusal):
    """A camera that did not do what it was asked; its text is a finished sentence."""

    def __init__(self, fault: OnvifFault, code: str = "") -> None:
        sentence = _SENTENCES[fault]
        super().__init__(tr(sentence, code=code) if fault is OnvifFault.REFUSED else tr(sentence))
        self.fault = fault
