"""Roster and attendance on the handover page: months, shifts, wishes, punches."""
