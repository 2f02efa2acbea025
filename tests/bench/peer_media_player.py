"""QMediaPlayer with one QVideoWidget a stream, for comparison: `peer_media_player.py WxH URL …`.

Runs under a Python that has PyQt6 with its multimedia part (Debian: python3-pyqt6.qtmultimedia).
Prints how many pictures have come, once a second.
"""

from __future__ import annotations

import sys
from importlib import import_module

# No part of our environment: the Python that runs this brings it.
core, media, shown, widgets = (
    import_module(f"PyQt6.{name}")
    for name in ("QtCore", "QtMultimedia", "QtMultimediaWidgets", "QtWidgets")
)


def main() -> int:
    app = widgets.QApplication(sys.argv[:1])
    width, height = (int(part) for part in sys.argv[1].split("x"))
    window, players, frames = widgets.QWidget(), [], []
    window.resize(1920, 1080)
    for number, url in enumerate(sys.argv[2:]):
        across = 1920 // width
        tile = shown.QVideoWidget(window)
        tile.setGeometry(number % across * width, number // across * height, width, height)
        player = media.QMediaPlayer(window)
        player.setVideoOutput(tile)
        player.setSource(core.QUrl(url))
        player.play()
        players.append(player)
        tile.videoSink().videoFrameChanged.connect(lambda _frame: frames.append(1))
    window.show()
    timer = core.QTimer(interval=1000)
    timer.timeout.connect(lambda: print(len(frames), flush=True))
    timer.start()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
