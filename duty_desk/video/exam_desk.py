"""The examinations as the supervisor sees them: which are wished, and who is told the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duty_desk.video.exam import Exam, Examine, ExamPace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from duty_desk.video.exam import ExamReport
    from duty_desk.video.worker_process import WorkerProcess


class ExamDesk:
    """Keeps the wished examinations of all cameras, open or not. `examine` and `listen` only note.

    `home` is where each camera is open.
    """

    def __init__(
        self,
        note: Callable[[Callable[[], None]], None],
        home: Mapping[str, WorkerProcess],
        workers: Sequence[WorkerProcess],
    ) -> None:
        self._note = note
        self._home = home
        self._workers = workers
        self._exams: dict[str, Exam] = {}
        self._listener: Callable[[ExamReport], None] | None = None
        self._permille = -1

    def examine(self, exam: Exam) -> None:
        """Examine a camera like this whenever it is open."""
        self._note(lambda: self._examine(exam))

    def listen(self, listener: Callable[[ExamReport], None]) -> None:
        """Have `listener` called in the supervisor's thread for each report."""
        self._listener = listener

    def hear(self, report: ExamReport) -> None:
        """Pass a report on."""
        if self._listener is not None:
            self._listener(report)

    def about(self, camera_ids: Iterable[str]) -> list[Examine]:
        """What a worker is to be told that has just been given these cameras."""
        return [Examine(self._exams[one]) for one in camera_ids if one in self._exams]

    def share(self, permille: int) -> None:
        """Let all workers together use so many thousandths of one core."""
        if permille != self._permille:
            self._permille = permille
            for worker in self._workers:
                self.tell_pace(worker)

    def tell_pace(self, worker: WorkerProcess) -> None:
        """Tell a worker its part."""
        if self._permille >= 0:
            worker.tell(ExamPace(self._permille // len(self._workers)))

    def _examine(self, exam: Exam) -> None:
        if self._exams.get(exam.camera_id) == exam:
            return
        self._exams[exam.camera_id] = exam
        worker = self._home.get(exam.camera_id)
        if worker is not None:
            worker.tell(Examine(exam))
