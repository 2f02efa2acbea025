"""Telling people: channels to group robots and the clipboard, their pace, and the words sent.

In the order of the flow: `compose` (words), `channel` (roles), `wire` (one HTTP request),
`wecom`, `text_robot` with `dingtalk` and `feishu`, `clipboard` (the channels), `robots` (a
channel from its settings), `pacing`, `stand_in` (a local robot for demonstration and tests).
"""
