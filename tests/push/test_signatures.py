"""The two signatures, against values worked out with another tool."""

from __future__ import annotations

from duty_desk.push import dingtalk, feishu


def test_dingtalk_signs_time_and_secret_with_the_secret():
    """HMAC-SHA256 with the secret as key and "time, newline, secret" as message."""
    assert (
        dingtalk.sign("1795219200000", "SECabc") == "47GIV83dBbI4vk1wpvkTK1rW4T2kBCeEn9DVT7K4TGo="
    )


def test_feishu_signs_nothing_with_time_and_secret():
    """HMAC-SHA256 with "time, newline, secret" as key and an empty message."""
    assert feishu.sign("1795219200", "SECabc") == "8OR1oZS2YJupBkHfKzDYZGujmBAh9DEh+8ng/XwHHio="
