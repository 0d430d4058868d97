"""What can be chosen in the hall, with the Chinese names the bench page shows."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from sim.actions import CodeWallet
from sim.auxiliary_hall.telling import BOARD_FLAWS, LIGHTS
from sim.backend.document_flaws import DocumentFlaw
from sim.backend.faults import FaultKind, Hostility
from sim.card_actions import SocialCardFault
from sim.card_hall.telling import (
    ACQUIRER_FAULTS,
    ACQUIRER_LINES,
    BANK_CARD_FAULTS,
    PAD_FAULTS,
    SOCIAL_CARD_FAULTS,
    STAFF_CARD_FLAWS,
)
from sim.cards.cast import CAST
from sim.cards.staff_authority import CARD_PIN, StaffCardFlaw
from sim.devices.auxiliary_board import BoardFlaw
from sim.devices.code_scanner import ScanFlaw
from sim.paper_hall.telling import A4_REASONS
from sim.people import PEOPLE, find_person
from sim.settings import ScreenSection
from sim.staff import STAFF
from sim.state import PersonState
from sim.telling import CODE_WALLETS, DOCUMENT_FLAWS, POSTINGS, SCAN_FLAWS

READER_FAULTS = {
    "unreadable": "证件读不出来",
    "not_genuine": "证件没有通过验证",
    "wrong_kind": "不是身份证的卡",
    "read_failed": "读一次失败",
    "select_failed": "选卡一次失败",
    "lost_answer": "读出后应答丢失",
    "cut": "应答中途断掉",
    "checksum": "校验字节错误",
    "garbage": "应答前有杂音",
    "glued": "应答重复粘连",
    "silence": "一次不应答",
    "dead": "一直不应答",
    "self_test": "模块自检失败",
    "unauthorised": "模块没有授权",
}

SERVICE_PATHS = {
    "*": "所有接口",
    "/v1/terminal": "终端信息",
    "/v1/citizens/lookup": "查询自然人",
    "/v1/enrolments/search": "查询参保",
    "/v1/payees/*": "核对被代缴人",
    "/v1/years/search": "查询缴费年度",
    "/v1/medical-offers/search": "查询医保档次",
    "/v1/bills/search": "查询单据",
    "/v1/base-declarations*": "缴费基数选择",
    "/v1/quotes": "核定金额",
    "/v1/orders/*": "订单（下单、查询、关闭）",
    "/v1/orders/*/close": "关闭订单",
}
SERVICE_FAULTS = {
    FaultKind.DOWN: "不通，什么也没做",
    FaultKind.LOST_ANSWER: "做了，应答丢失",
    FaultKind.SLOW: "迟迟不做",
    FaultKind.SLOW_ANSWER: "做了，应答很慢",
    FaultKind.STATUS: "HTTP 500",
    FaultKind.MALFORMED_JSON: "应答不成形",
    FaultKind.TRUNCATED: "应答中途断掉",
    FaultKind.WRONG_TYPE: "被换成登录网页",
    FaultKind.SKEWED_DATE: "时间差一小时",
    FaultKind.HOSTILE: "金额等内容有误",
}


class ScreenPlace(BaseModel):
    """The shape of the kiosk's screen in pixels."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    width: int
    height: int


class BankCardChoice(BaseModel):
    """An invented bank card that can be put in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    holder: str
    kind: str
    masked: str
    note: str


class StaffMemberChoice(BaseModel):
    """Somebody of the staff, whose card can be put in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    number: str
    role: str


class Choices(BaseModel):
    """Everything the bench page offers; dictionaries map the word of an action to its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    people: tuple[PersonState, ...]
    reader_faults: dict[str, str]
    service_paths: dict[str, str]
    service_faults: dict[FaultKind, str]
    hostilities: tuple[Hostility, ...]
    posting: dict[str, str]
    code_wallets: dict[CodeWallet, str]
    scan_flaws: dict[ScanFlaw, str]
    bank_cards: tuple[BankCardChoice, ...]
    social_card_faults: dict[SocialCardFault, str]
    staff: tuple[StaffMemberChoice, ...]
    staff_card_flaws: dict[StaffCardFlaw, str]
    staff_card_pin: str
    bank_card_faults: dict[str, str]
    pad_faults: dict[str, str]
    acquirer_faults: dict[str, str]
    acquirer_lines: dict[str, str]
    a4_reasons: dict[str, str]
    document_flaws: dict[DocumentFlaw, str]
    board_flaws: dict[BoardFlaw, str]
    lights: dict[str, str]
    screen: ScreenPlace


def people() -> tuple[PersonState, ...]:
    """The whole cast."""
    return tuple(
        PersonState(
            key=person.key,
            name=person.called,
            number=person.number,
            cases=tuple(case.value for case in person.cases),
            note=person.note,
        )
        for person in PEOPLE
    )


def choices(screen: ScreenSection) -> Choices:
    """Everything there is in a hall with that screen."""
    return Choices(
        people=people(),
        reader_faults=READER_FAULTS,
        service_paths=SERVICE_PATHS,
        service_faults=SERVICE_FAULTS,
        hostilities=tuple(Hostility),
        posting=POSTINGS,
        code_wallets=CODE_WALLETS,
        scan_flaws=SCAN_FLAWS,
        bank_cards=tuple(
            BankCardChoice(
                key=card.key,
                holder=find_person(card.person).called,
                kind=card.kind.label,
                masked=card.masked,
                note=card.note,
            )
            for card in CAST.values()
        ),
        social_card_faults=SOCIAL_CARD_FAULTS,
        staff=tuple(
            StaffMemberChoice(key=one.key, number=one.number, role=one.role.label) for one in STAFF
        ),
        staff_card_flaws=STAFF_CARD_FLAWS,
        staff_card_pin=CARD_PIN,
        bank_card_faults=BANK_CARD_FAULTS,
        pad_faults=PAD_FAULTS,
        acquirer_faults=ACQUIRER_FAULTS,
        acquirer_lines=ACQUIRER_LINES,
        a4_reasons=A4_REASONS,
        document_flaws=DOCUMENT_FLAWS,
        board_flaws=BOARD_FLAWS,
        lights=LIGHTS,
        screen=ScreenPlace(
            width=screen.width_px,
            height=screen.height_px,
        ),
    )
