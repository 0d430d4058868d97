"""Of identity cards and social-security cards."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.session.fault_texts.text import AGAIN, FaultText, entry
from kiosk.session.faults import FaultCode

_CARD_AGAIN = say("重新放卡")
_SOCIAL_CARD_AGAIN = say("重新插卡")
_IDENTITY_CARD = say("换成身份证")

LOGIN_CARD_TEXTS: dict[FaultCode, FaultText] = {
    FaultCode.CARD_REMOVED: entry(
        "身份证拿得太早了",
        "还没有读完，身份证就离开了感应区。",
        "请把身份证平放在感应区，屏幕变了再拿走。",
        _CARD_AGAIN,
    ),
    FaultCode.CARD_UNREADABLE: entry(
        "没有读出身份证",
        "可能是没有放平，也可能是身份证的芯片坏了。",
        "请取下卡套，平放后再试一次；还读不出，请到人工窗口。",
        _CARD_AGAIN,
    ),
    FaultCode.CARD_NOT_GENUINE: entry(
        "身份证没有通过验证",
        "阅读器不能确认这张身份证是真的。",
        "可以重新放一次；还不行，请到人工窗口。",
        _CARD_AGAIN,
    ),
    FaultCode.CARD_WRONG_KIND: entry(
        "这不是身份证",
        "感应区上放的是别的卡。",
        "请换成您本人的身份证或居留证件。",
        _CARD_AGAIN,
    ),
    FaultCode.READER_LOST: entry(
        "身份证阅读器没有反应",
        "阅读器暂时不能用。",
        "可以再试一次；还不行，请到人工窗口。",
        AGAIN,
    ),
    FaultCode.CARD_PROTECTED: entry(
        "请使用身份证",
        "这是第三代社保卡，本机读不出卡里的姓名。",
        "请取出社保卡，换成您的身份证放在感应区。",
        _IDENTITY_CARD,
    ),
    FaultCode.SOCIAL_CARD_REMOVED: entry(
        "社保卡拿得太早了",
        "还没有读完，社保卡就拔出来了。",
        "请把社保卡插到底，屏幕变了再取出来。",
        _SOCIAL_CARD_AGAIN,
    ),
    FaultCode.SOCIAL_CARD_UNREADABLE: entry(
        "没有读出社保卡",
        "可能没有插到底，也可能是社保卡的芯片坏了。",
        "请按图上的方向插到底再试一次；还读不出，请改用身份证。",
        _SOCIAL_CARD_AGAIN,
    ),
    FaultCode.SOCIAL_CARD_WRONG_KIND: entry(
        "这不是社保卡",
        "插进去的是别的卡。",
        "请换成您本人的社保卡，或者把身份证放在感应区。",
        _SOCIAL_CARD_AGAIN,
    ),
    FaultCode.CARD_BLOCKED: entry(
        "这张社保卡被锁住了",
        "卡里的信息现在不让读。",
        "请改用您的身份证；社保卡要解锁，请到社保卡服务网点。",
        _IDENTITY_CARD,
    ),
}
