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
)
"""Everything that is refused, each with its own words."""

RACES = ("deduction-begins-meanwhile", "paid-by-phone-meanwhile", "paid-twice")
"""Somebody else pays the same meanwhile."""

PLAYED = (*GOOD_DAYS, *REFUSALS, *RACES)
