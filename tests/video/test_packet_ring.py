"""What is kept of a camera, and for how long."""

from __future__ import annotations

from duty_desk.video.packet_ring import Arrived, PacketRing, parameter_sets

EVERY_MS = 100
GOP = 10


def feed(ring: PacketRing, seconds: int, *, since_ms: int = 0, size: int = 1000) -> None:
    """A camera at ten frames a second with a key frame every second."""
    for number in range(seconds * 1000 // EVERY_MS):
        at = since_ms + number * EVERY_MS
        ring.add(Arrived(b"x" * size, number * 9_000, number % GOP == 0, 5_000 + at))


def received(ring: PacketRing) -> list[int]:
    return [packet.at_mono_ms for group in ring.frozen() for packet in group.packets]


def opened(ring: PacketRing) -> PacketRing:
    ring.begin("h264", b"sets")
    return ring


def test_half_a_minute_is_kept_from_a_key_frame_on():
    """At least thirty seconds can be shown, and it begins with a picture that stands alone."""
    ring = opened(PacketRing())
    feed(ring, 60)
    times = received(ring)

    assert 30_000 <= times[-1] - times[0] <= 31_100
    assert ring.frozen()[0].packets[0].is_key
    assert ring.size_bytes == len(times) * 1000


def test_a_complete_group_lies_in_one_piece():
    """Its packets come out as they went in, and so do those of the group that still grows."""
    ring = opened(PacketRing())
    sent = [bytes([number]) * (number + 1) for number in range(GOP * 3 - 4)]
    for number, data in enumerate(sent):
        ring.add(Arrived(data, number * 9_000, number % GOP == 0, number * EVERY_MS))

    assert [packet.data for group in ring.frozen() for packet in group.packets] == sent
    assert [len(group.parts) for group in ring._groups] == [1, 1, GOP - 4]
    assert ring.size_bytes == sum(map(len, sent))


def test_memory_has_a_limit():
    """A camera that sends far too much is kept for a shorter time, never beyond the limit."""
    ring = opened(PacketRing(most_bytes=100_000))
    feed(ring, 40)

    assert 80_000 <= ring.size_bytes <= 100_000
    assert ring.frozen()[0].packets[0].is_key


def test_stream_without_a_second_key_frame_is_given_up():
    """Without its first packets nothing of it could be decoded: nothing is kept, nothing shown."""
    ring = opened(PacketRing(most_bytes=10_000))
    for number in range(20):
        ring.add(Arrived(b"x" * 1000, number * 9_000, number == 0, number * EVERY_MS))

    assert ring.frozen() == ()
    assert ring.size_bytes == 0


def test_nothing_is_kept_before_the_first_key_frame():
    """A session joined in the middle of a group begins with the next."""
    ring = opened(PacketRing())
    ring.add(Arrived(b"p", 0, is_key=False, mono_ms=100))
    ring.add(Arrived(b"k", 9_000, is_key=True, mono_ms=200))

    assert received(ring) == [200]


def test_what_is_frozen_does_not_change():
    """The camera goes on while the operator looks at what was."""
    ring = opened(PacketRing())
    feed(ring, 2)
    before = ring.frozen()
    count = sum(len(group.packets) for group in before)
    feed(ring, 60, since_ms=2_000)

    assert sum(len(group.packets) for group in before) == count


def test_times_follow_the_camera_and_not_the_line():
    """A server sends the last second at once on connecting: only the fastest packet is "now"."""
    ring = opened(PacketRing())
    for number, mono_ms in enumerate((5_000, 5_000, 5_001, 5_070)):
        ring.add(Arrived(b"x", 77 + number * 9_000, is_key=number == 0, mono_ms=mono_ms))

    assert received(ring) == [4_770, 4_870, 4_970, 5_070]


def test_packet_without_a_time_comes_with_its_neighbour():
    """The first packet of a session often tells none: it still is the first to be shown."""
    ring = opened(PacketRing())
    for number, stamp in enumerate((None, 9_000, None, 18_000)):
        ring.add(Arrived(b"x", stamp, is_key=number == 0, mono_ms=1_000))
    times = received(ring)

    assert times == sorted(set(times))


def test_new_session_goes_on_after_the_old_one():
    """The stream's own clock starts anew at each connection: the ring's never goes back."""
    ring = opened(PacketRing())
    feed(ring, 3)
    opened(ring)
    feed(ring, 3, since_ms=5_000)
    ticks = [packet.ticks for group in ring.frozen() for packet in group.packets]

    assert ticks == sorted(set(ticks))
    assert ticks[30] - ticks[29] == 2_100 * 90


def test_sessions_never_lie_over_each_other():
    """Bursts on both sides of a reconnection: the second session begins after the first ends."""
    ring = opened(PacketRing())
    feed(ring, 1)
    opened(ring)
    for number in range(10):
        ring.add(Arrived(b"x", number * 9_000, is_key=number == 0, mono_ms=6_000))
    ticks = [packet.ticks for group in ring.frozen() for packet in group.packets]

    assert ticks == sorted(set(ticks))


def test_stream_without_times_is_laid_by_arrival():
    """A camera that tells no time still has distinct, growing ones."""
    ring = opened(PacketRing())
    for number in range(4):
        ring.add(Arrived(b"x", None, is_key=number == 0, mono_ms=500 + number // 2))
    ticks = [packet.ticks for packet in ring.frozen()[0].packets]

    assert ticks == sorted(set(ticks))


def test_clock_that_jumps_is_laid_anew():
    """A camera whose clock is set during the night goes on where its packets arrive."""
    ring = opened(PacketRing())
    ring.add(Arrived(b"x", 0, is_key=True, mono_ms=1_000))
    ring.add(Arrived(b"x", 90_000 * 3_600, is_key=True, mono_ms=1_100))

    assert ring.frozen()[1].packets[0].ticks == 1_100 * 90


def test_other_parameter_sets_are_another_coding():
    """A camera that changes its resolution in mid-stream needs another decoder from there on."""
    ring = opened(PacketRing())
    head = b"\0\0\0\1"
    for number, sps in enumerate((b"\x67one", b"\x67one", b"\x67two")):
        packet = head + sps + head + b"\x68pps" + head + b"\x65picture"
        ring.add(Arrived(packet, number, is_key=True, mono_ms=number))
    codings = [group.coding for group in ring.frozen()]

    assert codings[0] == codings[1] != codings[2]
    assert codings[2].extradata == head + b"\x67two" + head + b"\x68pps"


def test_parameter_sets_of_h265_are_found_too():
    """VPS, SPS and PPS; what stands between them is left out, the picture ends the search."""
    head = b"\0\0\1"
    sets = [head + bytes([kind << 1, 1]) + b"set" for kind in (32, 33, 34)]
    packet = sets[0] + sets[1] + head + bytes([39 << 1, 1]) + b"sei" + sets[2]
    packet += head + bytes([19 << 1, 1]) + b"picture" + sets[0]

    assert parameter_sets(packet, "hevc") == b"".join(b"\0" + part for part in sets)
    assert parameter_sets(packet, "mjpeg") == b""
