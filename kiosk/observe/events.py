"""The event catalogue. Made from events.toml by scripts/generate_events.py."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from kiosk.observe.fields import Declaration, FieldKind, Level, Room


class Event(Enum):
    """Everything the terminal logs."""

    TERMINAL_STARTED = "TERMINAL_STARTED"
    """The terminal has started and opened its ledger."""

    TERMINAL_STOPPED = "TERMINAL_STOPPED"
    """The terminal has let go of devices, service and ledger."""

    MEMORY_NOT_OVERWRITTEN = "MEMORY_NOT_OVERWRITTEN"
    """The terminal takes cards, and what it frees of its memory is not overwritten."""

    LEDGER_REFUSED = "LEDGER_REFUSED"
    """The ledger cannot be opened or trusted; the terminal takes no money."""

    DEVICE_CHANGED = "DEVICE_CHANGED"
    """A device came, went, or has a fault; `remedy` says who can put it right."""

    OPERATOR_SWITCH_ON = "OPERATOR_SWITCH_ON"
    """The key switch was turned to maintenance."""

    OPERATOR_SWITCH_OFF = "OPERATOR_SWITCH_OFF"
    """The key switch was turned back."""

    CABINET_OPENED = "CABINET_OPENED"
    """The door of the cabinet was opened; no citizen is served until it is closed."""

    CABINET_CLOSED = "CABINET_CLOSED"
    """The door of the cabinet was closed."""

    CABINET_TAMPERED = "CABINET_TAMPERED"
    """The tamper contact says that the cabinet was prised open or moved; the terminal goes on."""

    CABINET_MENDED = "CABINET_MENDED"
    """The tamper contact is as it should be again."""

    CARD_READ = "CARD_READ"
    """A reader has read somebody's card; whose is nobody's business here. Counted for wear."""

    PHASE_CHANGED = "PHASE_CHANGED"
    """The terminal went out of service, came back, or was given to a technician."""

    OUT_OF_SERVICE = "OUT_OF_SERVICE"
    """No citizen can be served, for this reason; or for another one than before."""

    BACK_IN_SERVICE = "BACK_IN_SERVICE"
    """Citizens can be served again; the last reason against it, and how long they could not be."""

    VISIT_STARTED = "VISIT_STARTED"
    """A citizen touched the screen."""

    VISIT_ENDED = "VISIT_ENDED"
    """A visit ended; everything personal was wiped."""

    VISIT_TIMED_OUT = "VISIT_TIMED_OUT"
    """Nobody touched the screen for too long."""

    VISIT_HALTED = "VISIT_HALTED"
    """The service could not go on for this citizen; the screen said why."""

    SERVICE_CALL_FAILED = "SERVICE_CALL_FAILED"
    """The collection service could not be asked, refused, or gave no answer that can be true."""

    REPORT_REFUSED = "REPORT_REFUSED"
    """The service will not take a report about the terminal; it is not told again."""

    REPORTS_NOT_KEPT = "REPORTS_NOT_KEPT"
    """Reports about the terminal cannot be written down; the hall may not see how it is."""

    INSTRUCTION_TAKEN = "INSTRUCTION_TAKEN"
    """The service wants something of the terminal, which does it once nobody is served."""

    INSTRUCTION_REFUSED = "INSTRUCTION_REFUSED"
    """The service wants what the terminal does not do: an instruction that is too old, unknown, not
    as described, or that the ledger cannot remember."""

    CONTROL_NOT_SERVED = "CONTROL_NOT_SERVED"
    """Nobody can reach the running terminal with `kiosk maintenance`; citizens are served all the
    same."""

    METRICS_NOT_SERVED = "METRICS_NOT_SERVED"
    """The metrics cannot be given out on their port of 127.0.0.1."""

    VISIT_FAULT = "VISIT_FAULT"
    """A request failed in front of a citizen; the screen said so."""

    STAFF_CAME = "STAFF_CAME"
    """Every part is at rest and the maintenance screens are shown; nobody has logged in yet."""

    STAFF_LEFT = "STAFF_LEFT"
    """The maintenance screens are left: by a touch (leave), or because nobody was there (idle)."""

    STAFF_ADMITTED = "STAFF_ADMITTED"
    """Somebody of the staff has logged in; the audit trail in the ledger knows who."""

    STAFF_REFUSED = "STAFF_REFUSED"
    """Somebody tried to log in as staff and was refused: wrong, or too early after wrong tries."""

    STAFF_ACTED = "STAFF_ACTED"
    """Staff have done something at the terminal; the audit trail in the ledger knows who and
    what."""

    STAFF_FILE_UNREADABLE = "STAFF_FILE_UNREADABLE"
    """The file of staff cannot be read, or says something impossible: nobody can log in."""

    ORDER_CREATED = "ORDER_CREATED"
    """An order was written to the ledger."""

    ORDER_ADVANCED = "ORDER_ADVANCED"
    """The service told a state of an order and the ledger has it."""

    ORDER_CONTRADICTED = "ORDER_CONTRADICTED"
    """The service said something of an order that contradicts the ledger; it was not believed."""

    ORDER_FOLLOWED_UP = "ORDER_FOLLOWED_UP"
    """An order left open was asked about."""

    ORDER_FOLLOW_UP_FAILED = "ORDER_FOLLOW_UP_FAILED"
    """An order left open could not be asked about; it will be again."""

    CHARGE_IN_DOUBT = "CHARGE_IN_DOUBT"
    """Nobody could say whether a payment code was charged; the order will be asked about."""

    CARD_PURCHASE_SENT = "CARD_PURCHASE_SENT"
    """A purchase by bank card is about to leave; its reversal is in the ledger."""

    CARD_PURCHASE_APPROVED = "CARD_PURCHASE_APPROVED"
    """The acquirer approved a purchase and the card agreed."""

    CARD_PURCHASE_DECLINED = "CARD_PURCHASE_DECLINED"
    """The bank declined a purchase, or it never left; no money has moved."""

    CARD_REVERSAL_DUE = "CARD_REVERSAL_DUE"
    """Nobody can say whether a purchase was made; it is reversed until the acquirer confirms."""

    CARD_PURCHASE_REVERSED = "CARD_PURCHASE_REVERSED"
    """The acquirer confirmed a reversal, or that there was nothing to reverse."""

    CARD_REVERSAL_FAILED = "CARD_REVERSAL_FAILED"
    """A reversal could not be delivered or was not confirmed; it will be sent again."""

    CARD_PAYMENT_NOT_REPORTED = "CARD_PAYMENT_NOT_REPORTED"
    """The collection service has not yet heard of an approved card payment; it will be told
    again."""

    ACQUIRER_CHANGED = "ACQUIRER_CHANGED"
    """Card payments became possible, or impossible."""

    BANK_CARD_KEPT = "BANK_CARD_KEPT"
    """The reader kept a bank card: nobody took it, or the bank asked for it."""

    BANK_CARD_FORGOTTEN = "BANK_CARD_FORGOTTEN"
    """Nobody took a bank card out of a reader that cannot keep it; no card is taken meanwhile."""

    RECEIPT_PRINTED = "RECEIPT_PRINTED"
    """The printer confirmed a receipt; `reprint` 0 is the original."""

    RECEIPT_FAILED = "RECEIPT_FAILED"
    """A receipt did not come out whole. The payment stands."""

    RECEIPT_NOT_RECOVERED = "RECEIPT_NOT_RECOVERED"
    """The receipt of an order finished at start-up could not be printed."""

    RECEIPT_REPRINTED = "RECEIPT_REPRINTED"
    """The printer confirmed the receipt of an earlier payment; `order` only if it was made here."""

    SLIP_PRINTED = "SLIP_PRINTED"
    """A slip about an order with an open outcome, or about how a payment ended, was printed;
    `order` only if it was made here."""

    REFERRAL_PRINTED = "REFERRAL_PRINTED"
    """A slip that sends a citizen to the window was printed."""

    DOCUMENT_PRINTED = "DOCUMENT_PRINTED"
    """A certificate or list was printed on A4; `reprint` 0 is a first issue."""

    DOCUMENT_NOT_PRINTED = "DOCUMENT_NOT_PRINTED"
    """A certificate or list could not be printed on A4."""

    DOCUMENT_UNSOUND = "DOCUMENT_UNSOUND"
    """A document of the service was not believed (its signature, its holder, its number, its kind,
    its print, its form), and neither shown nor printed."""

    INTERNAL_ERROR = "INTERNAL_ERROR"
    """The program met something nobody foresaw while carrying out a request."""


CATALOGUE: Mapping[Event, Declaration] = {
    Event.TERMINAL_STARTED: Declaration(
        Level.INFO,
        Room.STARTING,
        "终端已启动，账本已打开。",
    ),
    Event.TERMINAL_STOPPED: Declaration(
        Level.INFO,
        Room.STARTING,
        "终端已停止，设备、服务和账本都已放开。",
    ),
    Event.MEMORY_NOT_OVERWRITTEN: Declaration(
        Level.WARNING,
        Room.STARTING,
        "终端收银行卡，但用过的内存没有清除。",
        remedy="用 config/systemd 里的服务单元启动，或按它设置环境变量。",
    ),
    Event.LEDGER_REFUSED: Declaration(
        Level.CRITICAL,
        Room.LEDGER,
        "账本打不开或不可信，终端不收钱。",
        {
            "cause": FieldKind.CODE,
        },
        remedy="运行 kiosk ledger verify，保留证据文件，找软件技术支持。",
    ),
    Event.DEVICE_CHANGED: Declaration(
        Level.WARNING,
        Room.DEVICES,
        "一台设备接上、断开或有故障。",
        {
            "device": FieldKind.CODE,
            "status": FieldKind.CODE,
            "remedy": FieldKind.CODE,
            "cause": FieldKind.CODE,
        },
        remedy="看“谁来修”：原因在“状态”和“原因”里。",
    ),
    Event.OPERATOR_SWITCH_ON: Declaration(
        Level.INFO,
        Room.DEVICES,
        "维护钥匙转到了维护。",
    ),
    Event.OPERATOR_SWITCH_OFF: Declaration(
        Level.INFO,
        Room.DEVICES,
        "维护钥匙转回来了。",
    ),
    Event.CABINET_OPENED: Declaration(
        Level.WARNING,
        Room.DEVICES,
        "柜门打开了，关好之前不办业务。",
        remedy="没有工作人员在场就去看看；否则关好柜门，或检查门开关。",
    ),
    Event.CABINET_CLOSED: Declaration(
        Level.INFO,
        Room.DEVICES,
        "柜门关好了。",
    ),
    Event.CABINET_TAMPERED: Declaration(
        Level.ERROR,
        Room.DEVICES,
        "防拆开关报告柜体被撬或被移动，终端照常工作。",
        remedy="去看看。确实被撬就停用终端，请人检查读卡器和密码键盘后再用。",
    ),
    Event.CABINET_MENDED: Declaration(
        Level.INFO,
        Room.DEVICES,
        "防拆开关恢复正常。",
    ),
    Event.CARD_READ: Declaration(
        Level.INFO,
        Room.DEVICES,
        "读了一张卡。",
        {
            "device": FieldKind.CODE,
        },
    ),
    Event.PHASE_CHANGED: Declaration(
        Level.INFO,
        Room.SESSION,
        "终端停用、恢复或交给维护。",
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.OUT_OF_SERVICE: Declaration(
        Level.INFO,
        Room.SESSION,
        "暂停服务。",
        {
            "cause": FieldKind.CODE,
        },
    ),
    Event.BACK_IN_SERVICE: Declaration(
        Level.INFO,
        Room.SESSION,
        "恢复服务。",
        {
            "cause": FieldKind.CODE,
            "seconds": FieldKind.COUNT,
        },
    ),
    Event.VISIT_STARTED: Declaration(
        Level.INFO,
        Room.SESSION,
        "有人开始使用。",
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.VISIT_ENDED: Declaration(
        Level.INFO,
        Room.SESSION,
        "一次使用结束，个人信息已清除。",
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.VISIT_TIMED_OUT: Declaration(
        Level.INFO,
        Room.SESSION,
        "太久没有人触摸屏幕。",
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.VISIT_HALTED: Declaration(
        Level.INFO,
        Room.SESSION,
        "业务没能继续办理，屏幕已说明原因。",
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.SERVICE_CALL_FAILED: Declaration(
        Level.WARNING,
        Room.SERVICE,
        "收缴服务连不上、拒绝了，或应答不对。",
        {
            "request": FieldKind.CODE,
            "why": FieldKind.CODE,
            "refusal": FieldKind.CODE,
            "event_number": FieldKind.EVENT_NUMBER,
            "reference": FieldKind.REFERENCE,
            "cause": FieldKind.CODE,
        },
        remedy="连不上：检查网络。拒绝或应答不对：把“服务查询号”告诉收缴服务的运维。",
    ),
    Event.REPORT_REFUSED: Declaration(
        Level.WARNING,
        Room.SERVICE,
        "收缴服务不接受终端的状态上报，不再上报。",
        {
            "refusal": FieldKind.CODE,
        },
        remedy="核对终端和收缴服务的版本。",
    ),
    Event.REPORTS_NOT_KEPT: Declaration(
        Level.WARNING,
        Room.SERVICE,
        "状态上报写不下来，大厅可能看不到终端的状态。",
        {
            "cause": FieldKind.CODE,
        },
        remedy="检查磁盘。业务照常办理。",
    ),
    Event.INSTRUCTION_TAKEN: Declaration(
        Level.INFO,
        Room.SERVICE,
        "收缴服务给了一条指令，没有人办理时执行。",
        {
            "what": FieldKind.CODE,
            "instruction": FieldKind.REFERENCE,
        },
    ),
    Event.INSTRUCTION_REFUSED: Declaration(
        Level.WARNING,
        Room.SERVICE,
        "收缴服务给的一条指令没有执行。",
        {
            "what": FieldKind.CODE,
            "why": FieldKind.CODE,
            "instruction": FieldKind.REFERENCE,
        },
        remedy="过期的：核对两边的时钟，请服务方重发。不认识或读不懂的：核对版本。账本写不了：先处理账本。",
    ),
    Event.CONTROL_NOT_SERVED: Declaration(
        Level.ERROR,
        Room.MAINTENANCE,
        "命令行连不上正在运行的终端，办理业务不受影响。",
        {
            "cause": FieldKind.CODE,
        },
        remedy="检查账本目录能不能写，再重新启动。",
    ),
    Event.METRICS_NOT_SERVED: Declaration(
        Level.WARNING,
        Room.RUNTIME,
        "运行指标的端口打不开。",
        {
            "cause": FieldKind.CODE,
        },
        remedy="看别的程序有没有占用 [metrics] 的端口，再重启终端。",
    ),
    Event.VISIT_FAULT: Declaration(
        Level.WARNING,
        Room.SESSION,
        "办理中有一步失败，屏幕已说明。",
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
        remedy="常出现就往前找原因。",
    ),
    Event.STAFF_CAME: Declaration(
        Level.INFO,
        Room.MAINTENANCE,
        "各部分都已停下，显示维护屏幕，还没有人登录。",
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.STAFF_LEFT: Declaration(
        Level.INFO,
        Room.MAINTENANCE,
        "维护屏幕已退出。",
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.STAFF_ADMITTED: Declaration(
        Level.INFO,
        Room.MAINTENANCE,
        "一位工作人员登录了，是谁见操作记录。",
        {
            "role": FieldKind.CODE,
        },
    ),
    Event.STAFF_REFUSED: Declaration(
        Level.WARNING,
        Room.MAINTENANCE,
        "有人登录维护没有成功。",
        {
            "why": FieldKind.CODE,
        },
        remedy="不是工作人员在试就去看看谁在机器旁。忘记密码用 kiosk staff 重设。",
    ),
    Event.STAFF_ACTED: Declaration(
        Level.INFO,
        Room.MAINTENANCE,
        "工作人员做了一项操作，是谁、做了什么见操作记录。",
        {
            "what": FieldKind.CODE,
            "outcome": FieldKind.CODE,
        },
    ),
    Event.STAFF_FILE_UNREADABLE: Declaration(
        Level.ERROR,
        Room.MAINTENANCE,
        "工作人员文件读不出或内容不对，谁也登录不了。",
        {
            "error": FieldKind.CODE,
        },
        remedy="用 kiosk staff 修好配置里 [maintenance] 所指的文件。",
    ),
    Event.ORDER_CREATED: Declaration(
        Level.INFO,
        Room.ORDERS,
        "订单已写入账本。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "tender": FieldKind.CODE,
        },
    ),
    Event.ORDER_ADVANCED: Declaration(
        Level.INFO,
        Room.ORDERS,
        "收缴服务告知订单状态，账本已记下。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "tender": FieldKind.CODE,
            "state": FieldKind.CODE,
        },
    ),
    Event.ORDER_CONTRADICTED: Declaration(
        Level.ERROR,
        Room.ORDERS,
        "收缴服务说的与账本矛盾，没有采信。",
        {
            "order": FieldKind.ORDER_NUMBER,
        },
        remedy="拿账本与收缴服务核对这笔订单，联系收缴服务的运维。",
    ),
    Event.ORDER_FOLLOWED_UP: Declaration(
        Level.INFO,
        Room.ORDERS,
        "追查了一笔未了结的订单。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "state": FieldKind.CODE,
        },
    ),
    Event.ORDER_FOLLOW_UP_FAILED: Declaration(
        Level.WARNING,
        Room.ORDERS,
        "一笔未了结的订单没有查到，会再查。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "cause": FieldKind.CODE,
        },
        remedy="一直这样就检查网络。",
    ),
    Event.CHARGE_IN_DOUBT: Declaration(
        Level.WARNING,
        Room.ORDERS,
        "付款码有没有扣款暂时不知道，会继续查。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "error": FieldKind.CODE,
        },
        remedy="检查网络。结果出来之前，订单在未了结的清单里。",
    ),
    Event.CARD_PURCHASE_SENT: Declaration(
        Level.INFO,
        Room.ACQUIRER,
        "刷卡消费即将发出，冲正已记入账本。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
        },
    ),
    Event.CARD_PURCHASE_APPROVED: Declaration(
        Level.INFO,
        Room.ACQUIRER,
        "收单机构批准了刷卡消费。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
        },
    ),
    Event.CARD_PURCHASE_DECLINED: Declaration(
        Level.INFO,
        Room.ACQUIRER,
        "银行拒绝了刷卡消费，或没有发出，没有扣款。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
            "response": FieldKind.CODE,
        },
    ),
    Event.CARD_REVERSAL_DUE: Declaration(
        Level.WARNING,
        Room.ACQUIRER,
        "刷卡有没有扣款不知道，正在冲正，直到收单机构确认。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
            "reason": FieldKind.CODE,
        },
        remedy="检查到收单机构的线路。确认之前不收银行卡。",
    ),
    Event.CARD_PURCHASE_REVERSED: Declaration(
        Level.INFO,
        Room.ACQUIRER,
        "收单机构确认了冲正，或没有可冲的。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
            "response": FieldKind.CODE,
        },
    ),
    Event.CARD_REVERSAL_FAILED: Declaration(
        Level.WARNING,
        Room.ACQUIRER,
        "冲正没有送到或没有确认，会再发。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
            "response": FieldKind.CODE,
            "cause": FieldKind.CODE,
        },
        remedy="检查线路。有“应答码”时，拿终端号、批次和流水号联系收单机构。",
    ),
    Event.CARD_PAYMENT_NOT_REPORTED: Declaration(
        Level.WARNING,
        Room.ACQUIRER,
        "收缴服务还不知道一笔已批准的刷卡，会再报。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "cause": FieldKind.CODE,
        },
        remedy="检查网络。服务知道之前，订单在未了结的清单里。",
    ),
    Event.ACQUIRER_CHANGED: Declaration(
        Level.WARNING,
        Room.ACQUIRER,
        "刷卡支付变得可用或不可用。",
        {
            "status": FieldKind.CODE,
            "cause": FieldKind.CODE,
        },
        remedy="unreachable：检查线路。refusing：联系收单机构。reversing：看冲正的记录。",
    ),
    Event.BANK_CARD_KEPT: Declaration(
        Level.WARNING,
        Room.ACQUIRER,
        "读卡器收走了一张银行卡：没人取，或银行要求。",
        {
            "why": FieldKind.CODE,
        },
        remedy="按大厅规定交还，持卡人须出示身份证。",
    ),
    Event.BANK_CARD_FORGOTTEN: Declaration(
        Level.WARNING,
        Room.ACQUIRER,
        "银行卡没人取，读卡器又收不进去，暂时不收卡。",
        remedy="取出卡，按大厅规定交还。",
    ),
    Event.RECEIPT_PRINTED: Declaration(
        Level.INFO,
        Room.PRINTER,
        "小票已打印。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "reprint": FieldKind.COUNT,
        },
    ),
    Event.RECEIPT_FAILED: Declaration(
        Level.WARNING,
        Room.PRINTER,
        "小票没有完整打出，缴费有效。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "cause": FieldKind.CODE,
            "reprint": FieldKind.COUNT,
        },
        remedy="看看打印机；缴费人可以补打。",
    ),
    Event.RECEIPT_NOT_RECOVERED: Declaration(
        Level.WARNING,
        Room.PRINTER,
        "启动时补出的小票没有打出。",
        {
            "order": FieldKind.ORDER_NUMBER,
        },
        remedy="缴费人可以补打。",
    ),
    Event.RECEIPT_REPRINTED: Declaration(
        Level.INFO,
        Room.PRINTER,
        "补打了以前缴费的小票。",
        {
            "order": FieldKind.ORDER_NUMBER,
            "reprint": FieldKind.COUNT,
        },
    ),
    Event.SLIP_PRINTED: Declaration(
        Level.INFO,
        Room.PRINTER,
        "打印了订单的说明单。",
        {
            "order": FieldKind.ORDER_NUMBER,
        },
    ),
    Event.REFERRAL_PRINTED: Declaration(
        Level.INFO,
        Room.PRINTER,
        "打印了去窗口办理的说明单。",
    ),
    Event.DOCUMENT_PRINTED: Declaration(
        Level.INFO,
        Room.PRINTER,
        "凭证或清单已打印。",
        {
            "reprint": FieldKind.COUNT,
            "sheets": FieldKind.COUNT,
        },
    ),
    Event.DOCUMENT_NOT_PRINTED: Declaration(
        Level.WARNING,
        Room.PRINTER,
        "凭证或清单没有打出。",
        {
            "cause": FieldKind.CODE,
            "reprint": FieldKind.COUNT,
            "sheets": FieldKind.COUNT,
        },
        remedy="看看 A4 打印机；缴费人可以补打。",
    ),
    Event.DOCUMENT_UNSOUND: Declaration(
        Level.ERROR,
        Room.SERVICE,
        "收缴服务的一份凭证验不过，没有显示也没有打印。",
        {
            "cause": FieldKind.CODE,
            "reprint": FieldKind.COUNT,
        },
        remedy="把时间告诉收缴服务的运维；原因为 stranger 时，检查 [documents] 的签章根证书。",
    ),
    Event.INTERNAL_ERROR: Declaration(
        Level.ERROR,
        Room.RUNTIME,
        "程序遇到没有预料到的错误。",
        {
            "request": FieldKind.CODE,
            "error": FieldKind.CODE,
        },
        remedy="把这条记录告诉软件技术支持。",
    ),
}

FIELD_LABELS: Mapping[str, str] = {
    "cause": "原因",
    "device": "设备",
    "error": "错误",
    "event_number": "查询编号",
    "instruction": "指令编号",
    "order": "订单",
    "outcome": "结果",
    "reason": "冲正原因",
    "reference": "服务查询号",
    "refusal": "拒绝码",
    "remedy": "谁来修",
    "reprint": "补打次数",
    "request": "正在做",
    "response": "应答码",
    "role": "角色",
    "seconds": "秒",
    "sheets": "张数",
    "state": "订单状态",
    "status": "状态",
    "tender": "缴款方式",
    "trace": "流水号",
    "what": "操作",
    "where": "位置",
    "why": "原因",
}
