"""Who may call a host, and when."""

from __future__ import annotations

from duty_desk.video.doors import FULL_FOR_MS, NEXT_AFTER_MS, Doors
from duty_desk.video.stream_state import StreamReason

HOST = "rtsp://desk:geheim@192.0.2.1/"
OPEN_HOST = "rtsp://192.0.2.1/"
OF_FIRST_STEP_MS = 1_200


def crowd(doors: Doors, count: int, host: str = HOST) -> None:
    """Streams 0 … count - 1 of cameras C0 …, all on one host."""
    for number in range(count):
        doors.knocks(f"C{number}", number, f"{host}{number}")


def let_in(doors: Doors, now: int) -> list[int]:
    return [one.number for one in doors.words(now) if one.reason is StreamReason.NONE]


def told(doors: Doors, now: int) -> dict[int, StreamReason]:
    return {one.number: one.reason for one in doors.words(now)}


def test_wrong_password_is_tried_once_for_all_channels_of_a_recorder():
    """Twenty channels, one try: the other nineteen are told what the first one heard."""
    doors = Doors()
    crowd(doors, 20)
    assert let_in(doors, 0) == [0]
    doors.fails(0, StreamReason.LOGIN_REFUSED, 100)

    answers = told(doors, 101)
    assert answers == dict.fromkeys(range(1, 20), StreamReason.LOGIN_REFUSED)
    assert told(doors, 3_600_000) == {}


def test_wrong_password_is_remembered_when_the_page_is_turned():
    """All channels are closed and opened again: still nobody tries it by itself."""
    doors = Doors()
    crowd(doors, 2)
    let_in(doors, 0)
    doors.fails(0, StreamReason.LOGIN_REFUSED, 100)
    doors.forget("C0")
    doors.forget("C1")
    doors.knocks("C0", 7, f"{HOST}0")

    assert told(doors, 200) == {7: StreamReason.LOGIN_REFUSED}


def test_a_person_may_try_a_refused_login_and_all_follow_when_it_is_right():
    """One channel is tried on demand; once it is in, the others come by themselves."""
    doors = Doors()
    crowd(doors, 3)
    let_in(doors, 0)
    doors.fails(0, StreamReason.LOGIN_REFUSED, 100)
    told(doors, 101)
    doors.retry("C1", 5_000)
    assert let_in(doors, 5_000) == [1]

    doors.passes(1, 5_050)
    assert sorted(let_in(doors, 5_600)) == [0, 2]


def test_one_forbidden_channel_does_not_shut_out_its_neighbours():
    """The login is good for others on the host: only this channel is not allowed."""
    doors = Doors()
    crowd(doors, 2)
    let_in(doors, 0)
    doors.passes(0, 50)
    assert let_in(doors, 60) == [1]
    doors.fails(1, StreamReason.LOGIN_REFUSED, 100)
    doors.knocks("C2", 2, f"{HOST}2")

    assert let_in(doors, 110) == [2]
    assert let_in(doors, 900_000) == []


def test_first_channel_that_hangs_does_not_hold_up_the_others_for_long():
    """A dead channel of a living recorder: the next is let in after a second."""
    doors = Doors()
    crowd(doors, 3)
    assert let_in(doors, 0) == [0]
    assert let_in(doors, NEXT_AFTER_MS - 1) == []
    assert let_in(doors, NEXT_AFTER_MS) == [1]
    doors.passes(1, NEXT_AFTER_MS + 50)

    assert let_in(doors, NEXT_AFTER_MS + 50) == [2]


def test_streams_without_a_login_are_let_in_together():
    """Nothing can be locked without a password."""
    doors = Doors()
    crowd(doors, 4, OPEN_HOST)

    assert let_in(doors, 0) == [0, 1, 2, 3]


def test_dead_host_is_called_by_one_and_all_come_back_together():
    """While it is down a single stream climbs the ladder; half a second after it, all are back."""
    doors = Doors()
    crowd(doors, 10, OPEN_HOST)
    for number in let_in(doors, 0):
        doors.fails(number, StreamReason.PORT_CLOSED, 10)
    tries = 0
    for now in range(0, 600_000, 200):
        for number in let_in(doors, now):
            tries += 1
            doors.fails(number, StreamReason.PORT_CLOSED, now)
    assert 8 <= tries <= 20

    (number,) = let_in(doors, 700_000)
    doors.passes(number, 700_000)
    assert len(let_in(doors, 700_500)) == 9


def test_silent_channel_of_a_living_host_waits_alone():
    """Others play from the same host, so the host is not down."""
    doors = Doors()
    crowd(doors, 2, OPEN_HOST)
    let_in(doors, 0)
    doors.passes(0, 10)
    doors.fails(1, StreamReason.NO_ANSWER, 5_000)
    doors.knocks("C2", 2, f"{OPEN_HOST}2")

    assert let_in(doors, 5_001) == [2]


def test_full_device_is_not_asked_again_until_a_session_is_free():
    """453 teaches the limit; who waits is told so, and comes in when another leaves."""
    doors = Doors()
    crowd(doors, 4, OPEN_HOST)
    let_in(doors, 0)
    doors.passes(0, 10)
    doors.passes(1, 10)
    doors.fails(2, StreamReason.SESSIONS_FULL, 20)
    doors.fails(3, StreamReason.SESSIONS_FULL, 30)
    doors.knocks("C4", 4, f"{OPEN_HOST}4")
    assert told(doors, 40) == {4: StreamReason.SESSIONS_FULL}
    assert let_in(doors, 20_000) == []

    doors.leaves(0)
    assert let_in(doors, 20_001) == [2]


def test_full_device_is_asked_once_a_minute_whether_it_has_room():
    """Somebody else may have closed a preview."""
    doors = Doors()
    crowd(doors, 3, OPEN_HOST)
    let_in(doors, 0)
    doors.passes(0, 10)
    doors.fails(1, StreamReason.SESSIONS_FULL, 20)
    doors.fails(2, StreamReason.SESSIONS_FULL, 20)

    assert let_in(doors, FULL_FOR_MS) == []
    assert let_in(doors, FULL_FOR_MS + 20) == [1]
    assert let_in(doors, FULL_FOR_MS + 30) == []


def test_server_error_beside_playing_sessions_means_full():
    """Recorders that answer 500 to one session too many are believed the second time."""
    doors = Doors()
    crowd(doors, 3, OPEN_HOST)
    let_in(doors, 0)
    doors.passes(0, 10)
    for number in (1, 2):
        doors.fails(number, StreamReason.SERVER_FAILED, 20)
    assert let_in(doors, 20 + OF_FIRST_STEP_MS) == [1, 2]
    for number in (1, 2):
        doors.fails(number, StreamReason.SERVER_FAILED, 2_000)
    doors.knocks("C3", 3, f"{OPEN_HOST}3")

    full = StreamReason.SESSIONS_FULL
    assert {n: one for n, one in told(doors, 2_001).items() if n > 1} == {2: full, 3: full}


def test_one_full_channel_does_not_make_its_device_full():
    """A neighbour that drops comes back at once, and is not said to be one too many."""
    doors = Doors()
    crowd(doors, 3, OPEN_HOST)
    let_in(doors, 0)
    doors.passes(0, 10)
    doors.passes(1, 10)
    doors.fails(2, StreamReason.SESSIONS_FULL, 20)
    doors.fails(0, StreamReason.BROKEN, 30)

    assert let_in(doors, 30 + OF_FIRST_STEP_MS) == [0, 2]
    doors.passes(0, 1_300)
    doors.fails(2, StreamReason.SESSIONS_FULL, 1_310)
    doors.knocks("C3", 3, f"{OPEN_HOST}3")
    assert let_in(doors, 1_320) == [3]


def test_device_is_asked_for_no_more_streams_than_the_catalogue_allows():
    """Both logins of a recorder count, and the least of what its cameras say; another has room."""
    doors = Doors()
    for number, user in enumerate(("a", "b", "a", "b")):
        limit = 2 if number == 3 else 16
        doors.knocks(f"C{number}", number, f"rtsp://{user}:x@192.0.2.1/{number}", limit)
    doors.knocks("D0", 9, f"{OPEN_HOST.replace('2.1', '2.2')}0")
    answers = told(doors, 0)
    assert {one for one, reason in answers.items() if reason is StreamReason.NONE} == {0, 1, 9}
    doors.passes(0, 10)
    doors.passes(1, 10)

    answers |= told(doors, 20)
    assert {answers[2], answers[3]} == {StreamReason.LIMIT_REACHED}
    assert told(doors, 3_600_000) == {}

    doors.leaves(0)
    assert let_in(doors, 3_600_001) == [2]


def test_device_that_does_not_answer_is_not_said_to_be_full():
    """Its one stream is tried again: the other camera waits for an answer and not for room."""
    doors = Doors()
    for number in (0, 1):
        doors.knocks(f"C{number}", number, f"{OPEN_HOST}{number}", 1)
    let_in(doors, 0)
    doors.fails(0, StreamReason.NO_ANSWER, 5_000)
    assert told(doors, 5_000) == {1: StreamReason.NO_ANSWER}

    assert told(doors, 60_000) == {0: StreamReason.NONE}
    assert told(doors, 60_010) == {}


def test_ladder_starts_over_only_after_a_stable_picture():
    """A camera that comes for a moment and goes again is tried more and more seldom."""
    doors = Doors()
    doors.knocks("C0", 0, f"{OPEN_HOST}0")
    now, pauses = 0, []
    for _ in range(6):
        began = now
        while not let_in(doors, now):
            now += 50
        pauses.append(now - began)
        doors.passes(0, now)
        doors.fails(0, StreamReason.BROKEN, now)
    assert pauses[1] < pauses[2] < pauses[3] < pauses[4]
    assert pauses[5] >= 24_000

    while not let_in(doors, now):
        now += 50
    doors.passes(0, now)
    doors.is_stable(0)
    doors.fails(0, StreamReason.BROKEN, now)
    assert let_in(doors, now + OF_FIRST_STEP_MS) == [0]


def test_files_have_no_host_in_common():
    """A missing file says nothing of another."""
    doors = Doors()
    doors.knocks("C0", 0, "/clips/a.mp4")
    doors.knocks("C1", 1, "/clips/b.mp4")
    assert let_in(doors, 0) == [0, 1]
    doors.fails(0, StreamReason.DEVICE_MISSING, 10)
    doors.fails(1, StreamReason.ENDED, 10)

    assert let_in(doors, 10 + OF_FIRST_STEP_MS) == [1]
