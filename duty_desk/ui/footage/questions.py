"""What each step of a request asks, and what it does with the answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from duty_desk.desk.footage import Footage
from duty_desk.desk.footage_rules import Handing, Papers
from duty_desk.language import Refusal, mark, tr
from duty_desk.ui.footage.ask_card import Ask, Question
from duty_desk.ui.footage.request_card import officer_words
from duty_desk.ui.footage.said_instant import said_day, said_instant
from duty_desk.ui.times import date

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from typing import Any

    from duty_desk.desk.footage_views import FileRow, FootageDetail
    from duty_desk.ui.footage.footage_model import FootageModel


@dataclass(frozen=True, kw_only=True)
class _Reasoned:
    """A step that asks for nothing but a reason; the words still to be translated."""

    title: str
    words: str
    agree: str
    what: str
    done: str
    act: Callable[[Footage, str, int, str], Future[FootageDetail]]
    is_dangerous: bool = True


_REASONED = {
    "footage.refused": _Reasoned(
        title=mark("不批准 {number}"),
        words=mark("原因会记在登记里，可以答复调取单位。"),
        agree=mark("不批准"),
        what=mark("原因"),
        done=mark("已登记不批准。"),
        act=Footage.refuse,
    ),
    "footage.not_held": _Reasoned(
        title=mark("已无录像 {number}"),
        words=mark("录像已覆盖或没有录上，写明原因，作为答复。"),
        agree=mark("登记已无录像"),
        what=mark("原因"),
        done=mark("已登记已无录像。"),
        act=Footage.not_held,
    ),
    "footage.returned": _Reasoned(
        title=mark("介质已还 {number}"),
        words="",
        agree=mark("登记归还"),
        what=mark("谁还的、是否完好"),
        done=mark("已登记介质归还。"),
        act=Footage.returned,
        is_dangerous=False,
    ),
    "footage.destroyed": _Reasoned(
        title=mark("留存已销毁 {number}"),
        words=mark("先删除留存的那份拷贝，再登记。"),
        agree=mark("登记销毁"),
        what=mark("怎样销毁、谁在场"),
        done=mark("已登记销毁。"),
        act=Footage.destroyed,
    ),
}


class Questions:
    """Makes the question of a step for the request as it is shown."""

    def __init__(self, model: FootageModel) -> None:
        self._model = model
        self._makers: dict[str, Callable[[FootageDetail], Question]] = {
            "footage.checked": self._checking,
            "footage.papers_came": self._papers,
            "footage.approved": self._approving,
            "footage.located": self._locating,
            "footage.exported": self._exporting,
            "footage.viewed": self._viewing,
            "footage.handed_over": self._handing,
            "footage.closed": self._closing,
            "footage.people_erased": self._erasing,
        }

    def of(self, kind: str, detail: FootageDetail) -> Question | None:
        """The question of a step; None for one that asks nothing here."""
        if kind in _REASONED:
            return self._why(_REASONED[kind], detail)
        maker = self._makers.get(kind)
        return maker(detail) if maker is not None else None

    def removing(self, detail: FootageDetail, file: FileRow) -> Question:
        """Taking a recording out again."""
        row = detail.row
        return Question(
            title=tr("去掉 {file}", file=file.name),
            words=tr("文件本身不动；加入和去掉都留在经手记录里。"),
            agree=tr("去掉"),
            asks=(_reason(tr("原因")),),
            act=lambda said: self._footage.remove_file(row.id, row.version, file.id, said["why"]),
            done=self._model.done(tr("已去掉 {file}", file=file.name)),
            is_dangerous=True,
        )

    def _why(self, asked: _Reasoned, detail: FootageDetail) -> Question:
        row = detail.row
        return Question(
            title=tr(asked.title, number=row.number),
            words=tr(asked.words),
            agree=tr(asked.agree),
            asks=(_reason(tr(asked.what)),),
            act=lambda said: asked.act(self._footage, row.id, row.version, said["why"]),
            done=self._model.done(tr(asked.done)),
            is_dangerous=asked.is_dangerous,
        )

    # --- the steps -----------------------------------------------------------------------

    def _checking(self, detail: FootageDetail) -> Question:
        row = detail.row
        ticks = tuple(
            Ask(f"seen{one.place}", officer_words(one), "yes", is_tick=True)
            if one.is_seen
            else Ask(f"seen{one.place}", officer_words(one), is_tick=True)
            for one in detail.officers
        )

        def act(said: dict[str, str]) -> Future[Any]:
            seen = {one.place for one in detail.officers if said[f"seen{one.place}"]}
            return self._footage.check_papers(row.id, row.version, frozenset(seen))

        return Question(
            title=tr("核验手续 {number}", number=row.number),
            words=tr("逐人核对证件后勾选；文书的单位、编号、点位和时段要与登记一致。"),
            agree=tr("手续已核验"),
            asks=ticks,
            act=act,
            done=self._model.done(tr("手续已核验，等领导批准。")),
        )

    def _papers(self, detail: FootageDetail) -> Question:
        row, asked = detail.row, detail.request

        def act(said: dict[str, str]) -> Future[Any]:
            papers = Papers(
                kind=said["kind"],
                no=said["no"],
                issuer=said["issuer"],
                issued_at=self._day(said["day"], is_past=True),
                scan=_file(said["scan"]),
            )
            return self._footage.papers_came(row.id, row.version, papers)

        kept = tr("已存一份；换一份才选")
        day = date(asked.paper_at) if asked.paper_at else ""
        return Question(
            title=tr("补手续 {number}", number=row.number),
            words=tr("扫描件可以是 jpg、png 或 pdf，存入证据目录。"),
            agree=tr("保存"),
            asks=(
                Ask("kind", tr("法律文书"), asked.paper_kind or tr("调取证据通知书")),
                Ask("no", tr("文书编号"), asked.paper_no),
                Ask("issuer", tr("签发机关"), asked.paper_issuer or asked.unit),
                Ask("day", tr("文书日期"), day, tr("例如 2026-11-20，可不填")),
                Ask("scan", tr("扫描件"), hint=kept if asked.paper_scan else "", pick="open"),
            ),
            act=act,
            done=self._model.done(tr("手续已补登。")),
        )

    def _approving(self, detail: FootageDetail) -> Question:
        row = detail.row
        return Question(
            title=tr("批准 {number}", number=row.number),
            words=tr(
                "以 {name} 的名义批准：{unit}调取 {n} 个时段的录像。",
                name=tr(self._model.desk.actor),
                unit=row.unit,
                n=len(detail.spans),
            ),
            agree=tr("批准"),
            asks=(Ask("note", tr("批示"), hint=tr("可不填")),),
            act=lambda said: self._footage.approve(row.id, row.version, said["note"]),
            done=self._model.done(tr("已批准，可以到录像机上查找。")),
        )

    def _locating(self, detail: FootageDetail) -> Question:
        row = detail.row
        cameras = {one.span.camera_id: one for one in detail.spans}
        whole = tr("有，完整")
        asks = tuple(
            Ask(camera_id, one.span.code, one.result or whole, tr("例如 22:40 后无录像"))
            for camera_id, one in cameras.items()
        )
        oldest = Ask("oldest", tr("机内最早录像"), hint=tr("例如 10-25 04:00，可不填"))

        def act(said: dict[str, str]) -> Future[Any]:
            oldest = self._instant(said.pop("oldest"))
            told = {camera: words for camera, words in said.items() if words != whole}
            return self._footage.locate(row.id, row.version, told, oldest)

        return Question(
            title=tr("查找结果 {number}", number=row.number),
            words=tr("每个点位在录像机上查到什么，有缺段写明起止；会印在登记表上。"),
            agree=tr("保存"),
            asks=(*asks, oldest),
            act=act,
            done=self._model.done(tr("已登记查找结果，可以导出并添加录像文件。")),
        )

    def _exporting(self, detail: FootageDetail) -> Question:
        row = detail.row
        without = [one.span.code for one in detail.spans if not one.files]
        words = tr("{n} 个文件已算出校验值。", n=row.files)
        if without:
            words += tr(
                "还没有文件的点位：{codes}；确实没有录像才继续。", codes=tr("、").join(without)
            )
        words += unchecked_words(detail)
        return Question(
            title=tr("导出完成 {number}", number=row.number),
            words=words,
            agree=tr("导出完成"),
            asks=(Ask("tool", tr("导出工具"), hint=tr("录像机客户端名称和版本，可不填")),),
            act=lambda said: self._footage.note_exported(row.id, row.version, said["tool"]),
            done=self._model.done(tr("已登记导出，按 Enter 封存取证包。")),
        )

    def _viewing(self, detail: FootageDetail) -> Question:
        row = detail.row
        return Question(
            title=tr("只查看 {number}", number=row.number),
            words=tr("在本台查看，不拷贝带走。"),
            agree=tr("登记已查看"),
            asks=(_reason(tr("看到什么")), _left()),
            act=lambda said: self._footage.view_only(
                row.id, row.version, said["why"], self._instant(said["left"])
            ),
            done=self._model.done(tr("已登记查看。")),
        )

    def _handing(self, detail: FootageDetail) -> Question:
        row, asked = detail.row, detail.request
        day = tr("例如 2026-12-21，可不填")
        until = date(asked.copy_until_at) if asked.copy_until_at else ""
        return Question(
            title=tr("移交签收 {number}", number=row.number),
            words=tr("当面核对文件数量和封存码，双方在回执上签字后再登记。"),
            agree=tr("移交签收"),
            asks=(
                Ask("medium", tr("介质"), asked.medium, tr("例如 U 盘（警方提供）")),
                Ask("medium_no", tr("介质编号"), asked.medium_no),
                Ask("state", tr("介质状态"), "", tr("例如 已封口、已写保护，可不填")),
                Ask("escort", tr("陪同人"), asked.escort),
                Ask(
                    "kept", tr("本单位留存一份"), "yes" if asked.is_copy_kept else "", is_tick=True
                ),
                Ask("until", tr("留存到"), until, day),
                Ask("place", tr("留存地点"), "", tr("例如 档案柜 2，可不填")),
                Ask("back", tr("介质归还期限"), "", day),
                _left(),
            ),
            act=lambda said: self._footage.hand_over(row.id, row.version, self._handed(said)),
            done=self._model.done(tr("已登记移交签收。")),
        )

    def _handed(self, said: dict[str, str]) -> Handing:
        return Handing(
            medium=said["medium"],
            medium_no=said["medium_no"],
            medium_state=said["state"],
            escort=said["escort"],
            is_copy_kept=bool(said["kept"]),
            copy_place=said["place"],
            copy_until_at=self._day(said["until"]) if said["kept"] else 0,
            return_until_at=self._day(said["back"]),
            left_at=self._instant(said["left"]),
        )

    def _closing(self, detail: FootageDetail) -> Question:
        row = detail.row
        return Question(
            title=tr("归档 {number}", number=row.number),
            words=tr("归档后登记不再改动；介质归还、留存销毁仍可登记。"),
            agree=tr("归档"),
            asks=(
                Ask("note", tr("备注"), hint=tr("可不填")),
                Ask("signed", tr("签字回执扫描件"), hint=tr("可不填"), pick="open"),
            ),
            act=lambda said: self._footage.close(
                row.id, row.version, said["note"], _file(said["signed"])
            ),
            done=self._model.done(tr("已归档。")),
        )

    def _erasing(self, detail: FootageDetail) -> Question:
        row = detail.row
        return Question(
            title=tr("删除个人信息 {number}", number=row.number),
            words=tr(
                "承办人姓名、证件号和电话从登记里永久删除，不能恢复；校验链不受影响。"
                "扫描件、取证包和已写出的单据不会改动，请另行处理。"
            ),
            agree=tr("删除"),
            asks=(_reason(tr("依据和原因")),),
            act=lambda said: self._footage.erase_people(row.id, said["why"]),
            done=self._model.done(tr("个人信息已删除。")),
            is_dangerous=True,
        )

    # --- inside --------------------------------------------------------------------------

    @property
    def _footage(self) -> Footage:
        return self._model.desk.footage

    def _day(self, text: str, *, is_past: bool = False) -> int:
        if not text:
            return 0
        at = said_day(text, self._model.now(), is_past=is_past)
        if at is None:
            raise Refusal(tr("看不懂日期“{text}”，还没有保存。请写成 2026-11-30。", text=text))
        return at

    def _instant(self, text: str) -> int:
        if not text:
            return 0
        at = said_instant(text, self._model.now())
        if at is None:
            raise Refusal(
                tr("看不懂时间“{text}”，还没有保存。请写成 11-19 21:00 或 21:00:30。", text=text)
            )
        return at


def unchecked_words(detail: FootageDetail) -> str:
    """Cameras whose clock was not compared, as a sentence; once it is sealed that is too late."""
    codes = dict.fromkeys(one.span.code for one in detail.spans if one.check is None)
    if not codes:
        return ""
    return tr("时间还没有校对的点位：{codes}，封存后不能再补。", codes=tr("、").join(codes))


def _left() -> Ask:
    return Ask("left", tr("离开时间"), hint=tr("不填为现在"))


def _file(text: str) -> Path | None:
    return Path(text) if text else None


def _reason(words: str) -> Ask:
    return Ask("why", words, hint=tr("必填，记录会保留"))
