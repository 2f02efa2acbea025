"""What people paste into the settings of a channel."""

from __future__ import annotations

import pytest

from duty_desk.language import Refusal
from duty_desk.push.address import DINGTALK, FEISHU, WECOM, endpoint_of, masked_address
from duty_desk.push.channel import ChannelConfig
from duty_desk.push.robots import channel_from
from tests.fakes.time_source import FakeTimeSource

KEY = "0a1b2c3d-1111-4e5f-8a9b-222233334444"
WHOLE = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"


@pytest.mark.parametrize("pasted", [KEY, WHOLE, f"  {WHOLE}\n", f"{WHOLE}#top"])
def test_the_whole_address_and_the_bare_key_lead_to_one_place(pasted):
    """Operators paste either; both mean the same robot."""
    endpoint = endpoint_of(ChannelConfig("wecom", "群", pasted), WECOM)

    assert endpoint.url == WHOLE


def test_bare_keys_of_the_other_vendors_work_too():
    """DingTalk's token and Feishu's hook id get their vendor's address around them."""
    token = "f" * 64

    assert endpoint_of(ChannelConfig("dingtalk", "群", token), DINGTALK).url.endswith(token)
    assert endpoint_of(ChannelConfig("feishu", "群", KEY), FEISHU).url.endswith(f"/hook/{KEY}")


@pytest.mark.parametrize(
    ("pasted", "word"),
    [
        ("", "还没有填"),
        ("网格问题群", "不是机器人地址"),
        ("ftp://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY, "不是机器人地址"),
        ("https://[bad/cgi-bin/webhook/send?key=" + KEY, "不是机器人地址"),
        ("https://host:port/cgi-bin/webhook/send?key=" + KEY, "不是机器人地址"),
        (WHOLE.replace("https", "http"), "http://"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "不完整"),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", "不完整"),
        ("https://work.weixin.qq.com/?key=" + KEY, "不完整"),
        ("https://oapi.dingtalk.com/robot/send?access_token=" + "f" * 64, "钉钉"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/" + KEY, "飞书"),
    ],
)
def test_a_wrong_address_is_refused_when_it_is_entered(pasted, word):
    """The settings say what is wrong, so that the night does not have to."""
    with pytest.raises(Refusal) as refusal:
        channel_from(ChannelConfig("wecom", "网格问题群", pasted), FakeTimeSource())

    assert word in str(refusal.value)
    assert KEY not in str(refusal.value)


def test_an_unknown_kind_is_refused_with_the_known_ones():
    """A typo in the settings names what would be right."""
    with pytest.raises(Refusal, match="wecom、dingtalk"):
        channel_from(ChannelConfig("wechat", "群"), FakeTimeSource())


def test_a_masked_address_shows_the_host_and_four_characters():
    """Enough to tell two robots apart, not enough to use one."""
    masked = masked_address(ChannelConfig("wecom", "群", WHOLE))

    assert masked == "qyapi.weixin.qq.com ····4444"
    assert masked_address(ChannelConfig("wecom", "群", "short")) == "····"
