"""QMediaPlayer with one QVideoWidget a stream, for comparison: `peer_media_player.py WxH URL …`.

Runs under a Python that has PyQt6 with its multimedia part (Debian: python3-pyqt6.qtmultimedia).
Prints how many pictures have come, once a second.
"""

from __future__ import annotations

import sys

from PyQt6.QtCore import QTimer, QUrl
from PyQt6.QtMultimedia import QMediaPlayer
from PyQt6.QtMultimediaWidgets import QVideoWidget
from PyQt6.QtWidgets import QApplication, QWidget


def main() -> int:
    app = QApplication(sys.argv[:1])
    width, height = (int(part) for part in sys.argv[1].split("x"))
    window, players, frames = QWidget(), [], []
    window.resize(1920, 1080)
    for number, url in enumerate(sys.argv[2:]):
        across = 1920 // width
        tile = QVideoWidget(window)
        tile.setGeometry(number % across * width, number // across * height, width, height)
        player = QMediaPlayer(window)
        player.setVideoOutput(tile)
        player.setSource(QUrl(url))
        player.play()
        players.append(player)
        tile.videoSink().videoFrameChanged.connect(lambda _frame: frames.append(1))
    window.show()
    timer = QTimer(interval=1000)
    timer.timeout.connect(lambda: print(len(frames), flush=True))
    timer.start()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
