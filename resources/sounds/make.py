"""Makes the three sounds of the desk: `python resources/sounds/make.py` writes the WAV files here.

Own work, free of anybody's rights. Attention: two soft notes upwards. Urgent: three even notes.
Breach: a falling pair, twice. All start and end at silence, so that no speaker clicks.
"""  # noqa: INP001 - a tool beside its results, not a package

from __future__ import annotations

import math
import wave
from array import array
from pathlib import Path

RATE = 22_050
LOUDNESS = 0.45
FADE_S = 0.012
SOUNDS = {
    "attention": ((659.3, 0.16), (0.0, 0.04), (880.0, 0.30)),
    "urgent": ((784.0, 0.15), (0.0, 0.09), (784.0, 0.15), (0.0, 0.09), (784.0, 0.24)),
    "breach": (
        (988.0, 0.18),
        (740.0, 0.26),
        (0.0, 0.12),
        (988.0, 0.18),
        (740.0, 0.34),
    ),
}


def note(pitch_hz: float, seconds: float) -> array[int]:
    """One note as 16-bit samples: a sine with a quiet octave, faded at both ends."""
    count = round(RATE * seconds)
    samples = array("h")
    for index in range(count):
        at = index / RATE
        fade = min(1.0, at / FADE_S, (seconds - at) / (seconds * 0.6))
        wave_now = math.sin(math.tau * pitch_hz * at) + 0.2 * math.sin(2 * math.tau * pitch_hz * at)
        samples.append(round(32_767 * LOUDNESS * max(0.0, fade) * wave_now / 1.2))
    return samples


def main() -> None:
    """Write every sound."""
    for name, notes in SOUNDS.items():
        samples = array("h")
        for pitch_hz, seconds in notes:
            samples.extend(note(pitch_hz, seconds))
        with wave.open(str(Path(__file__).with_name(f"{name}.wav")), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes())


if __name__ == "__main__":
    main()
