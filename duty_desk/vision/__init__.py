"""Pictures in, findings and pictures out: functions on arrays, without files or threads.

In the order of the flow: `cv` (the door to OpenCV), `jpeg` (bytes to arrays and back), `text`
(Chinese on pictures), `caption` (evidence captions and cards), `marks` (boxes, arrows, words,
mosaics).
"""
