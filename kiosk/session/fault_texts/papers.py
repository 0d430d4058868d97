"""Of what cannot be printed."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.session.fault_texts.text import AGAIN, FaultText, entry
from kiosk.session.faults import FaultCode

_PRINT_AGAIN = say("再打一次")
PRINTING_IS_FREE = say("打印凭证不收钱，没有扣款。")

PAPER_TEXTS: dict[FaultCode, FaultText] = {
    FaultCode.PAPER_OUT: entry(
        "小票打印机没有纸了",
        "小票没有打完整。",
        "请找工作人员加纸后再打一次；也可以以后凭身份证到人工窗口补打。",
        _PRINT_AGAIN,
    ),
    FaultCode.COVER_OPEN: entry(
        "小票打印机的盖子开着",
        "小票没有打完整。",
        "请找工作人员合上盖子后再打一次；也可以以后凭身份证到人工窗口补打。",
        _PRINT_AGAIN,
    ),
    FaultCode.PRINTER_FAULT: entry(
        "小票打印机出了故障",
        "小票没有打完整。",
        "可以再打一次；也可以以后凭身份证到人工窗口补打。",
        _PRINT_AGAIN,
    ),
    FaultCode.PRINTER_LOST: entry(
        "小票打印机没有反应",
        "不能确定小票有没有打出来。",
        "请看一下出票口；没有小票可以再打一次，会印上“补打”。",
        _PRINT_AGAIN,
    ),
    FaultCode.DOCUMENT_PRINTER_LOST: entry(
        "A4 打印机不能用",
        "凭证没有打印出来。",
        "可以再打一次；也可以带身份证到人工窗口打印。",
        _PRINT_AGAIN,
        PRINTING_IS_FREE,
    ),
    FaultCode.DOCUMENT_PAPER_OUT: entry(
        "A4 打印机没有纸了",
        "凭证还没有打印。",
        "请找工作人员加 A4 纸后再打一次；也可以带身份证到人工窗口打印。",
        _PRINT_AGAIN,
        PRINTING_IS_FREE,
    ),
    FaultCode.DOCUMENT_PRINTER_OPEN: entry(
        "A4 打印机的盖子开着",
        "凭证还没有打印。",
        "请找工作人员合上盖子后再打一次；也可以带身份证到人工窗口打印。",
        _PRINT_AGAIN,
        PRINTING_IS_FREE,
    ),
    FaultCode.DOCUMENT_PRINTER_JAMMED: entry(
        "A4 打印机卡纸了",
        "凭证还没有打印。",
        "请找工作人员取出卡住的纸后再打一次；也可以带身份证到人工窗口打印。",
        _PRINT_AGAIN,
        PRINTING_IS_FREE,
    ),
    FaultCode.DOCUMENT_TONER_EMPTY: entry(
        "A4 打印机没有墨粉了",
        "凭证还没有打印。",
        "请找工作人员更换墨粉后再打一次；也可以带身份证到人工窗口打印。",
        _PRINT_AGAIN,
        PRINTING_IS_FREE,
    ),
    FaultCode.DOCUMENT_PRINT_CANCELLED: entry(
        "打印已经取消",
        "凭证没有打印出来。",
        "可以再打一次；也可以带身份证到人工窗口打印。",
        _PRINT_AGAIN,
        PRINTING_IS_FREE,
    ),
    FaultCode.DOCUMENT_PRINT_DOUBTFUL: entry(
        "不能确定凭证有没有打全",
        "打印中断了，可能已经出了几页。",
        "请看一下出纸口。没有打全的请交给工作人员作废，再打一份会印上“补打”。",
        say("再打一份（补打）"),
        PRINTING_IS_FREE,
    ),
    FaultCode.DOCUMENT_UNSOUND: entry(
        "收到的凭证有问题",
        "凭证文件没有通过检查，所以没有显示，也没有打印。",
        "可以再试一次；还不行，请到人工窗口打印。",
        AGAIN,
        PRINTING_IS_FREE,
        referral=True,
    ),
}
