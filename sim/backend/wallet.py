"""What the citizen's phone opens: the page of a payment's QR code, the same for scripts, and
documents."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, assert_never

from fastapi import FastAPI, Header, HTTPException
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel

from kiosk.domain.money import Money
from kiosk.domain.tender import Tender
from sim.backend.channels.platform import Platform, WalletResult, WalletView
from sim.backend.phone_page import NOT_FOUND, PRIVATE, page, page_part, stylesheet

PAYEE = "待报解社会保险费"

_SAMPLE = "模拟 · 不产生真实扣款"
_NAMES = {"alipay": "支付宝", "wechat": "微信支付", "unionpay_qr": "云闪付"}


class ScriptedPayment(BaseModel):
    """Pay this order."""

    order_number: str


@dataclass(frozen=True, slots=True)
class _Result:
    heading: str
    sentence: str
    good: bool


def create_wallet(
    platforms: tuple[Platform, ...], documents: Callable[[str], bytes | None]
) -> FastAPI:
    """The wallets' side of the platforms as a small web application.

    ``GET /w/<token>`` is the page, ``POST /w/<token>/pay`` and ``/cancel`` its buttons;
    ``POST /api/pay`` with an order number scans and pays at once and answers ``{"result": …}``.
    ``GET /d/<token>`` is the PDF that ``documents`` has for the token.
    """
    app = FastAPI(title="Wallet", version="1", openapi_url=None)
    payment, outcome = page_part("payment"), page_part("outcome")

    def shown(tender: Tender | None, body: str, status: int = 200, name: str = "") -> HTMLResponse:
        look = tender.value if tender else "plain"
        return page(look, name or _NAMES.get(look, "扫码支付"), _SAMPLE, body, status)

    def outcome_page(view: WalletView | None, result: WalletResult) -> HTMLResponse:
        words = _words(result)
        body = outcome.substitute(
            result=result.value,
            mood="good" if words.good else "bad",
            heading=words.heading,
            sentence=words.sentence,
            amount=Money(view.amount_fen).figures if view else "",
            payee=PAYEE if view else "",
        )
        missing = result is WalletResult.NO_SUCH_CODE
        return shown(view.tender if view else None, body, NOT_FOUND if missing else 200)

    def scan(token: str) -> tuple[Platform, WalletView] | None:
        for platform in platforms:
            view = platform.open(token)
            if view is not None:
                return platform, view
        return None

    @app.get("/wallet.css")
    def style() -> Response:
        return Response(stylesheet(), media_type="text/css")

    @app.get("/w/{token}")
    def show(token: str) -> HTMLResponse:
        found = scan(token)
        if found is None:
            return outcome_page(None, WalletResult.NO_SUCH_CODE)
        _, view = found
        if view.obstacle is not None:
            return outcome_page(view, view.obstacle)
        body = payment.substitute(
            token=html.escape(token),
            payee=PAYEE,
            subject=html.escape(view.subject),
            order_number=html.escape(view.order_number),
            amount=Money(view.amount_fen).figures,
        )
        return shown(view.tender, body)

    @app.post("/w/{token}/pay")
    def pay(token: str, accept: Annotated[str, Header()] = "") -> Response:
        found = scan(token)
        result = found[0].pay(token) if found else WalletResult.NO_SUCH_CODE
        if "application/json" in accept:
            return JSONResponse({"result": result.value})
        return outcome_page(found[1] if found else None, result)

    @app.post("/w/{token}/cancel")
    def cancel(token: str) -> HTMLResponse:
        found = scan(token)
        if found is None:
            return outcome_page(None, WalletResult.NO_SUCH_CODE)
        body = outcome.substitute(
            result="cancelled",
            mood="bad",
            heading="已取消付款",
            sentence="二维码有效期内可以重新扫码付款。",
            amount="",
            payee="",
        )
        return shown(found[1].tender, body)

    @app.get("/d/{token}")
    def fetch(token: str) -> Response:
        pdf = documents(token)
        if pdf is None:
            body = outcome.substitute(
                result="no_such_document",
                mood="bad",
                heading="链接已失效",
                sentence="为保护您的个人信息，文件只能在短时间内打开。请在自助终端重新查询并扫码。",
                amount="",
                payee="",
            )
            return shown(None, body, NOT_FOUND, "社保费文件")
        as_it_is = {"Content-Disposition": 'inline; filename="document.pdf"'}
        return Response(pdf, headers=PRIVATE | as_it_is, media_type="application/pdf")

    @app.post("/api/pay")
    def pay_by_script(wanted: ScriptedPayment) -> dict[str, str]:
        for platform in platforms:
            token = platform.token_of(wanted.order_number)
            if token is not None:
                platform.open(token)
                return {"result": platform.pay(token).value}
        raise HTTPException(NOT_FOUND)

    return app


def _words(result: WalletResult) -> _Result:
    match result:
        case WalletResult.PAID:
            return _Result("支付成功", "请回到自助终端领取缴费小票。", good=True)
        case WalletResult.ALREADY_PAID:
            return _Result("已支付", "该订单已经支付，请勿重复付款。", good=True)
        case WalletResult.EXPIRED:
            return _Result("二维码已过期", "请回到自助终端重新获取二维码。", good=False)
        case WalletResult.CLOSED:
            return _Result("订单已关闭", "该订单不能再支付，未发生扣款。", good=False)
        case WalletResult.NO_SUCH_CODE:
            return _Result("无效的二维码", "请扫描自助终端屏幕上的二维码。", good=False)
        case _:
            assert_never(result)
