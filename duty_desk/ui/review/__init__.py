"""The review page: figures of a period, its time line, what waits for a supervisor."""
