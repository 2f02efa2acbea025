"""The menu of what is on the wall: groups of the catalogue, own groups, named walls."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QWidget

from duty_desk.language import mark, tr
from duty_desk.ui.watch.scope import (
    COMMUNITY,
    FROM_CATALOGUE,
    GROUP,
    KIND,
    MAINTAINER,
    WALL,
    Scope,
    name_words,
    offered,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from duty_desk.desk.views import CameraRow
    from duty_desk.ui.watch.name_box import NameBox
    from duty_desk.ui.watch.wall_model import WallModel

_HEADS = {
    COMMUNITY: mark("按社区"),
    KIND: mark("按类型"),
    MAINTAINER: mark("按维护单位"),
    GROUP: mark("我的分组"),
    WALL: mark("命名墙"),
}


class ScopeMenu(QMenu):
    """Filled anew each time it opens: the catalogue may have changed."""

    def __init__(self, wall: WallModel, box: NameBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wall = wall
        self._box = box
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what there is now."""
        self.clear()
        self._offer(self, Scope(), len(self._wall.cameras()))
        for kind in FROM_CATALOGUE:
            names = offered(kind, self._wall.cameras())
            if any(names):
                self._offer_all(kind, [(Scope(kind, name), many) for name, many in names.items()])
        for kind in (GROUP, WALL):
            own = self._wall.places.walls.named(kind)
            if own:
                self._offer_all(kind, [(scope, self._count(scope)) for scope in own])
        self.addSeparator()
        self._offer_work()

    def _offer_all(self, kind: str, scopes: list[tuple[Scope, int]]) -> None:
        menu = self.addMenu(tr(_HEADS[kind]))
        for scope, count in scopes:
            self._offer(menu, scope, count)

    def _offer(self, menu: QMenu, scope: Scope, count: int) -> None:
        words = tr("{name}（{n}）", name=name_words(scope), n=count)
        action = self._add(menu, words, partial(self._wall.use_scope, scope))
        action.setCheckable(True)
        action.setChecked(scope == self._wall.scope())

    def _offer_work(self) -> None:
        wall, scope = self._wall, self._wall.scope()
        self._add(self, tr("把现在的排列存为命名墙…"), self._ask_wall)
        camera = wall.camera(wall.selected_id())
        if camera is not None:
            self._offer_groups(camera)
            if scope.is_own:
                words = tr("把 {code} 从“{name}”移出", code=camera.code, name=scope.name)
                self._add(self, words, partial(self._take_out, camera))
        if scope.is_own:
            self._add(self, tr("给“{name}”改名…", name=scope.name), self._ask_rename)
            self._add(self, tr("删除“{name}”…", name=scope.name), self._ask_forget)
        words = tr("收拢空位") if scope.is_own else tr("恢复目录顺序")
        self._add(self, words, self._restore_order)

    def _offer_groups(self, camera: CameraRow) -> None:
        menu = self.addMenu(tr("把 {code} 加入分组", code=camera.code))
        for scope in self._wall.places.walls.named(GROUP):
            self._add(menu, scope.name, partial(self._put_into, scope, camera))
        self._add(menu, tr("新建分组…"), partial(self._ask_group, camera))

    def _add(self, menu: QMenu, words: str, act: Callable[[], object]) -> QAction:
        action = menu.addAction(words.replace("&", "&&"))
        action.triggered.connect(act)
        return action

    def _count(self, scope: Scope) -> int:
        known = self._wall.places.walls.find(scope)
        return sum(bool(name) for name in known.places) if known else 0

    # --- what the lines do ---------------------------------------------------------------

    def _ask_wall(self) -> None:
        self._box.ask(tr("给这面墙起个名字"), "", self._save_wall)

    def _save_wall(self, name: str) -> None:
        screen = self._wall.screen()
        self._wall.use_scope(self._wall.places.save_as(name, self._wall.layout()))
        self._wall.go_to_screen(screen)

    def _ask_group(self, camera: CameraRow) -> None:
        head = tr("新分组的名字（先放入 {code}）", code=camera.code)
        self._box.ask(head, "", lambda name: self._wall.places.add_group(name, camera.id))

    def _put_into(self, scope: Scope, camera: CameraRow) -> None:
        self._wall.places.put_into(scope, camera.id)
        self._wall.rearrange()

    def _take_out(self, camera: CameraRow) -> None:
        self._wall.places.take_from(self._wall.scope(), camera.id)
        self._wall.rearrange()

    def _ask_rename(self) -> None:
        name = self._wall.scope().name
        self._box.ask(tr("给“{name}”起个新名字", name=name), name, self._rename)

    def _rename(self, name: str) -> None:
        self._wall.places.rename(name)
        self._wall.rearrange()

    def _ask_forget(self) -> None:
        name = self._wall.scope().name
        head = tr("删除“{name}”？只删除这个排列，点位和记录都不变。", name=name)
        self._box.confirm(head, tr("删除"), self._forget)

    def _forget(self) -> None:
        self._wall.places.forget()
        self._wall.rearrange()

    def _restore_order(self) -> None:
        self._wall.places.restore_order()
        self._wall.rearrange()
