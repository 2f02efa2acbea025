"""How much processor time examining may take: the first to give way when the computer is short."""

from __future__ import annotations

import os

from duty_desk.video.decode_budget import Use

_A_CORE_PERMILLE = 250  # of each core, when there is nothing better to do
_CALM = 0.75


class ExamBudget:
    """Weighs the workers' load before anything of the pictures is given up."""

    def __init__(self, limit_permille: int, most_permille: int | None = None) -> None:
        self._limit = limit_permille
        self._most = most_permille or (os.cpu_count() or 1) * _A_CORE_PERMILLE
        self.permille = self._most

    def weigh(self, use: Use) -> Use:
        """What is left for the pictures to answer for, after examining gave what it had."""
        is_over = use.permille > self._limit or use.is_behind
        if not is_over:
            if use.permille < self._limit * _CALM:
                self.permille = min(self._most, self.permille + self._most // 8)
            return use
        if self.permille == 0:
            return use
        # First a quarter, then nothing: the wall waits four seconds at most.
        self.permille = self._most // 4 if self.permille > self._most // 4 else 0
        return Use(min(use.permille, self._limit))
