"""Sample views of documents, with pages drawn here. Everything on them is invented."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from kiosk.domain.text import say
from kiosk.session import answers as a
from kiosk.session.views import Button, LinkView, PreviewView, PrintingView

_A4 = (1240, 1754)
_INK, _SEAL, _RULE = (15, 35, 66), (194, 48, 42), (120, 130, 150)


@cache
def page(number: int) -> bytes:
    """An A4 page at 150 dpi, as PNG: a form in bars and rules, so that no letter depends on a
    typeface."""
    picture = Image.new("RGB", _A4, (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((420, 110, 820, 160), fill=_INK)
    draw.rectangle((860, 190, 1120, 206), fill=_SEAL)
    for line in range(4):
        draw.rectangle((120, 250 + line * 44, 300, 268 + line * 44), fill=_RULE)
        draw.rectangle((330, 250 + line * 44, 760 - line * 60, 268 + line * 44), fill=_INK)
    rows = 18 - 6 * number
    for row in range(rows + 1):
        draw.line((110, 460 + row * 54, 1130, 460 + row * 54), fill=_RULE, width=2)
        if row == rows:
            continue
        for column, width in enumerate((150, 210, 120, 90)):
            left = 130 + column * 255
            draw.rectangle((left, 478 + row * 54, left + width, 494 + row * 54), fill=_INK)
    for column in range(5):
        left = 110 + column * 255
        draw.line((left, 460, left, 460 + rows * 54), fill=_RULE, width=2)
    draw.ellipse((880, 1440, 1100, 1660), outline=_SEAL, width=7)
    for place in range(number):
        draw.rectangle((600 + place * 40, 1690, 624 + place * 40, 1714), fill=_RULE)
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


PREVIEW = PreviewView(
    title=say("请看看证明对不对"),
    hint=say("没有问题再点“打印”"),
    pages=(page(0), page(1)),
    confirm=Button(a.Confirmed(), say("打印")),
    unavailable=None,
    others=(Button(a.Chosen(a.Choice.TO_PHONE), say("扫码存到手机")),),
)
NO_PRINTER = PreviewView(
    title=say("请看看证明对不对"),
    hint=say("没有问题再点“打印”"),
    pages=(page(0),),
    confirm=Button(a.Confirmed(), say("打印")),
    unavailable=say("证明打印机缺纸，现在不能打印；可以存到手机，或请工作人员加纸。"),
    others=(
        Button(a.Chosen(a.Choice.TO_PHONE), say("扫码存到手机")),
        Button(a.Again(), say("再试一次")),
    ),
)
LINK = LinkView(
    title=say("用手机扫码取证明"),
    hint=say("打开微信、支付宝或浏览器，扫一扫"),
    payload="https://service.example.cn/v1/documents/01KAQ3F7K2QX5V9M4T8B6N0RZD?key=9f2c51e07ab4",
    valid_seconds=300,
    caution=say("里面有您的姓名和身份证号，请不要让别人扫；存好后点“办完了”。"),
    finish=Button(a.Finished(), say("办完了，退出")),
)
RECEIPT_LINK = LinkView(
    title=say("手机扫码看缴费小票"),
    hint=say("上面有金额、险种、所属期和订单号，姓名只显示一部分"),
    payload="https://service.example.cn/check/7KQ2M9T4XWBRC5HJ8N3P",
    valid_seconds=None,
    caution=say("它是缴费小票，不是完税证明；要完税证明，请在首页选“社保费凭证打印”。"),
    finish=Button(a.Finished(), say("已经扫好了")),
)
PAGES_OUT = PrintingView(
    title=say("正在打印第 2 页，共 3 页"),
    hint=say("请在出纸口等一等，不用按任何按钮。"),
    pages=3,
    out=1,
)
PAPER_USED_UP = PrintingView(
    title=say("请找工作人员加纸"),
    hint=say("处理好以后会接着打，已经打好的不会重打；3 分钟没有人处理，就取消打印。"),
    pages=3,
    out=2,
    trouble=say("A4 纸用完了，打印停下来了。"),
)
MANY_PAGES = PrintingView(
    title=say("正在打印第 15 页，共 40 页"),
    hint=say("请在出纸口等一等，不用按任何按钮。"),
    pages=40,
    out=14,
)
