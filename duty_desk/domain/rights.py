"""Who may do what at the desk: roles, rights, and the one table that joins them."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is at the desk."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What not everybody may do."""

    PTZ = "ptz"  # turning cameras: State Council decree 799 lets nobody re-aim one unasked
    PLAN = "plan"  # changing the plan of rounds; whoever watches alone at night must be able to
    SAMPLE = "sample"  # judging other people's visits: nobody checks their own
    DIAGNOSIS = "diagnosis"  # saying which findings of the program may ring
    JUDGE_PRESENCE = "judge_presence"  # judging unanswered prompts, and changing how it is asked
    VOID_OLD_LOG = "void_old_log"  # standing by as second person for lines of an earlier shift
    EMERGENCY_PLAN = "emergency_plan"  # changing whom to tell in an emergency
    PEOPLE = "people"  # adding, changing, deactivating people; setting other people's secrets
    CAMERAS = "cameras"  # changing the catalogue of cameras
    CHANNELS = "channels"  # where pushes go
    VOID = "void"  # taking back what somebody else entered, or what is older than a shift
    ROSTER = "roster"  # planning shifts, by hand, by pattern or from a workbook
    ATTEND = "attend"  # deciding on leave, swaps and corrections, judging punches
    EXPORT = "export"  # ledgers and lists leave the desk as files
    REVIEW = "review"  # looking back at everybody's work: figures, lanes, the queue
    COMMENT = "comment"  # saying what a breach, a correction or a late entry was about
    FOOTAGE = "footage"  # registering requests for recordings and working them off
    FOOTAGE_APPROVE = "footage_approve"  # saying yes or no to them
    FOOTAGE_PERSONAL = "footage_personal"  # seeing who asked, unmasked; erasing it when it is due
    REPORTS = "reports"  # writing, freezing and delivering reports
    REPORTS_APPROVE = "reports_approve"  # approving what goes to the client
    OVERRIDE_HANDOVER = "override_handover"  # ending a handover to which nobody came


_MAY: dict[Role, frozenset[Right]] = {
    Role.OPERATOR: frozenset({Right.PTZ, Right.PLAN, Right.FOOTAGE}),
    Role.SUPERVISOR: frozenset(Right) - {Right.PEOPLE},
    Role.CLERK: frozenset({Right.EXPORT, Right.REVIEW, Right.ROSTER, Right.FOOTAGE, Right.REPORTS}),
    Role.ADMINISTRATOR: frozenset(Right),
}
# What whoever has the data folder's files may do anyway: commands, and a desk whose people are
# not entered yet. The other rights are then those of the role in the settings.
FOLDER = frozenset(
    {
        Right.PEOPLE,
        Right.CAMERAS,
        Right.CHANNELS,
        Right.VOID,
        Right.ROSTER,
        Right.ATTEND,
        Right.EXPORT,
        Right.REVIEW,
        Right.REPORTS,
        Right.REPORTS_APPROVE,
    }
)


def may(role: Role, right: Right) -> bool:
    """Whether somebody in `role` has `right`."""
    return right in _MAY[role]
