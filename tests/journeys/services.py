"""The scenarios of the services: what ``test_services`` plays one after another on one kiosk."""

from __future__ import annotations

GOOD_DAYS = (
    "flexible-pension-unionpay",
    "flexible-medical",
    "special-payment",
    "flexible-arrears",
    "resident-pension",
    "resident-pension-hardship",
    "resident-medical",
    "resident-medical-reduced",
    "resident-arrears",
    "proxy",
    "proxy-with-login",
    "proxy-several",
    "base-selection",
    "base-selection-void",
    "query-reprint",
    "query-paid-here",
    "query-list",
    "query-refunded",
    "query-to-phone",
    "certificate-tax-first",
    "certificate-tax-reprint",
    "certificate-tax-refund",
    "certificate-contribution-summary",
    "certificate-contribution-detail",
    "log-in-hong-kong-permit",
    "log-in-foreigner-2017",
    "log-in-foreigner-2023",
    "payment-code-alipay",
    "payment-code-wechat",
    "payment-code-unionpay",
    "card-payment",
    "card-payment-credit",
    "card-payment-no-pin",
    "card-wrong-pin",
    "log-in-social-card",
    "log-in-social-card-first",
)
"""Every service, every way of logging in and of paying, done to its end."""

REFUSALS = (
    "resident-medical-nothing-due",
    "no-bills",
    "proxy-wrong-surname",
    "proxy-unknown-number",
    "proxy-attempts-used",
    "query-nothing-found",
    "certificate-nothing-left",
    "payment-code-refused",
    "payment-code-none",
    "not-in-collection-window",
    "already-paid-this-year",
    "over-sixty",
    "no-enrolment",
    "double-cover",
    "resident-deduction",
    "amount-changed",
    "card-pin-tries-used",
    "card-insufficient-funds",
    "card-pin-cancelled",
    "card-pulled-too-early",
    "card-pulled-while-charging",
    "card-wanted-by-bank",
    "acquirer-wrong-mac",
    "acquirer-unreachable",
    "bank-card-expired",
    "bank-card-foreign",
    "bank-card-upside-down",
    "pin-pad-unplugged",
    "social-card-third-generation",
    "social-card-wrong-kind",
    "social-card-removed",
    "social-card-blocked",
)
"""Everything that is refused, each with its own words."""

PAID_IN_THE_END = frozenset(
    {
        "payment-code-refused",
        "amount-changed",
        "card-insufficient-funds",
        "card-pulled-too-early",
        "bank-card-upside-down",
    }
)
"""Of these the ones that try again, and then pay."""

RACES = ("deduction-begins-meanwhile", "paid-by-phone-meanwhile", "paid-twice")
"""Somebody else pays the same meanwhile."""

PLAYED = (*GOOD_DAYS, *REFUSALS, *RACES)
