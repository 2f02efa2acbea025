"""值守台 Duty Desk: the program for a 24-hour video-monitoring desk."""

__version__ = "0.1.0"
