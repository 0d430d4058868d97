"""Refusals of the service as RFC 9457 problem details with a stable code."""

from __future__ import annotations

from enum import Enum

from fastapi.responses import JSONResponse

PROBLEM_JSON = "application/problem+json"


class Code(Enum):
    """Every refusal the service knows, with its HTTP ``status`` and a ``title`` for people."""

    NO_NATURAL_PERSON = "no_natural_person"
    SEVERAL_PERSONAL_NUMBERS = "several_personal_numbers"
    NO_ENROLMENT = "no_enrolment"
    ENROLMENT_SUSPENDED = "enrolment_suspended"
    ALREADY_PAID = "already_paid"
    DEDUCTION_IN_PROGRESS = "deduction_in_progress"
    NOT_IN_COLLECTION_WINDOW = "not_in_collection_window"
    ORDER_OPEN = "order_open"
    BASE_OUT_OF_BOUNDS = "base_out_of_bounds"
    PERIOD_NOT_PAYABLE = "period_not_payable"
    QUOTE_EXPIRED = "quote_expired"
    AMOUNT_CHANGED = "amount_changed"
    IDEMPOTENCY_CONFLICT = "idempotency_conflict"
    ORDER_CLOSED = "order_closed"
    ORDER_UNKNOWN = "order_unknown"
    TERMINAL_UNKNOWN = "terminal_unknown"
    INVALID_REQUEST = "invalid_request"
    NAME_MISMATCH = "name_mismatch"
    MAINTENANCE = "maintenance"
    TENDER_UNAVAILABLE = "tender_unavailable"
    INTERNAL = "internal"
    OVER_AGE = "over_age"
    DOUBLE_COVER = "double_cover"
    NOTHING_DUE = "nothing_due"
    TIER_NOT_ENTITLED = "tier_not_entitled"
    BASE_IN_USE = "base_in_use"
    PAYEE_NOT_CONFIRMED = "payee_not_confirmed"
    PAYEE_ATTEMPTS_USED = "payee_attempts_used"
    NOT_AUTHORISED = "not_authorised"
    ALREADY_CERTIFIED = "already_certified"
    CERTIFICATE_TOO_LONG = "certificate_too_long"
    CODE_REFUSED = "code_refused"
    NOT_FOUND = "not_found"
    VISIT_EXPIRED = "visit_expired"
    CARD_PAYMENT_CONFLICT = "card_payment_conflict"

    @property
    def status(self) -> int:
        """HTTP status."""
        return _CODES[self][0]

    @property
    def title(self) -> str:
        """A short Chinese sentence."""
        return _CODES[self][1]


_CODES = {
    Code.NO_NATURAL_PERSON: (404, "未查询到自然人信息"),
    Code.SEVERAL_PERSONAL_NUMBERS: (409, "存在多个个人编号，请到窗口合并"),
    Code.NO_ENROLMENT: (404, "未查询到参保登记"),
    Code.ENROLMENT_SUSPENDED: (409, "参保状态为中断，不能缴费"),
    Code.ALREADY_PAID: (409, "所选费款所属期已缴费"),
    Code.DEDUCTION_IN_PROGRESS: (409, "正在扣款中，不允许重复发起扣款"),
    Code.NOT_IN_COLLECTION_WINDOW: (409, "当前不在缴费期内"),
    Code.ORDER_OPEN: (409, "存在未完成的缴费订单，请勿重复缴费"),
    Code.BASE_OUT_OF_BOUNDS: (422, "缴费基数超出上下限"),
    Code.PERIOD_NOT_PAYABLE: (422, "所选费款所属期不可缴费"),
    Code.QUOTE_EXPIRED: (410, "核定结果已失效，请重新核定"),
    Code.AMOUNT_CHANGED: (409, "应缴金额已变化，请重新核定"),
    Code.IDEMPOTENCY_CONFLICT: (409, "订单号或幂等键已用于其他请求"),
    Code.ORDER_CLOSED: (409, "订单已关闭"),
    Code.ORDER_UNKNOWN: (404, "订单不存在"),
    Code.TERMINAL_UNKNOWN: (403, "终端未登记"),
    Code.INVALID_REQUEST: (422, "请求格式不正确"),
    Code.NAME_MISMATCH: (422, "姓名与证件号码不一致"),
    Code.MAINTENANCE: (503, "系统维护中，请稍后再试"),
    Code.TENDER_UNAVAILABLE: (409, "该缴款方式暂不可用"),
    Code.INTERNAL: (500, "系统错误"),
    Code.OVER_AGE: (409, "已满60周岁，不能再缴纳城乡居民养老保险"),
    Code.DOUBLE_COVER: (409, "已参加职工基本医疗保险，不能重复参保"),
    Code.NOTHING_DUE: (409, "无需缴费"),
    Code.TIER_NOT_ENTITLED: (409, "不符合该缴费档次的条件"),
    Code.BASE_IN_USE: (409, "该缴费基数已用于缴费，本年度不能变更"),
    Code.PAYEE_NOT_CONFIRMED: (404, "被代缴人信息核对未通过"),
    Code.PAYEE_ATTEMPTS_USED: (429, "核对次数过多，请稍后再试"),
    Code.NOT_AUTHORISED: (403, "代缴时不能办理该业务"),
    Code.ALREADY_CERTIFIED: (409, "所选缴费记录已开具完税证明"),
    Code.CERTIFICATE_TOO_LONG: (422, "所选费款所属期内缴费过多，一份证明无法列出"),
    Code.CODE_REFUSED: (409, "付款码支付未成功"),
    Code.NOT_FOUND: (404, "未查询到记录"),
    Code.VISIT_EXPIRED: (403, "登录已超时，请重新登录"),
    Code.CARD_PAYMENT_CONFLICT: (409, "刷卡交易与订单不符"),
}


class Problem(Exception):
    """The service refuses. ``detail`` is for engineers and never holds personal data."""

    def __init__(self, code: Code, detail: str | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail


def problem_response(
    code: Code, event_id: str, *, status: int | None = None, detail: str | None = None
) -> JSONResponse:
    """The answer for a refusal; ``status`` only where HTTP itself has a better one (405)."""
    answered = status or code.status
    body: dict[str, str | int] = {
        "type": "about:blank",
        "title": code.title,
        "status": answered,
        "code": code.value,
        "event_id": event_id,
    }
    if detail is not None:
        body["detail"] = detail
    headers = {"Retry-After": "60"} if code is Code.MAINTENANCE else None
    return JSONResponse(body, answered, headers, PROBLEM_JSON)
