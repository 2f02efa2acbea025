"""Pictures in, findings and pictures out: functions on arrays, without files or threads.

In the order of the flow: `cv` (the door to OpenCV), `jpeg` (bytes to arrays and back), `text`
(Chinese on pictures), `caption` (evidence captions and cards), `marks` (boxes, arrows, words,
mosaics). The diagnosis of cameras, in its flow: `plate`, `edges`, `displacement`, `reference`,
what is measured (`light_levels`, `sharpness`, `liveness`, `stripes`, `block_damage`, `view`),
`judging`, `finding`, `persistence`, `diagnosis`, `hour_habits`.
"""
