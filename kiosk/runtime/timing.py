"""Every wait of the runtime in one place, in seconds."""

from __future__ import annotations

from dataclasses import dataclass

MISSES_UNTIL_GONE = 3
"""One lost answer, or two, is not yet a lost device or service."""

LONGEST_REQUEST_S = 240
"""What takes even longer will never come to an end: a screen without a way out is not kept waiting
for it. More than all other waits of one request together."""

LONGEST_SETTLING_S = 60
"""After this time no further order in the way of a new one is settled, and the new one waits."""

LONGEST_CHARGE_S = 210
"""Within this time a charge is known or in doubt. Less than the longest request, for one that is
cut off there is said to have moved no money."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Waits of the runtime.

    ``order_poll`` between two questions about an order that waits for the phone;
    ``charge_patience`` how long a charge that has begun is waited for before its order is closed;
    ``close_patience`` how long closing an order is tried before its outcome is called unknown;
    ``posting_patience``
    how long the citizen waits for the posting; ``follow_up`` between two rounds of asking about
    orders that are still open after their citizen has left; ``receipt_grace`` how long after an
    order a restarted terminal still prints its receipt by itself; ``device_patience`` after which
    a device that neither answers nor fails is taken to be silent; ``acquirer_echo`` between two
    questions to the acquirer while nobody pays, ``acquirer_retry`` while it cannot be reached or a
    reversal waits; ``reversal_patience`` how long a citizen waits for a reversal to be confirmed
    before the outcome is called unknown; ``card_reminder`` between two beeps about a card that
    nobody takes; ``report_heartbeat`` after which the service is told of the terminal although
    nothing has changed; ``report_retry_first`` and ``report_retry_longest`` between two tries to
    tell it, while it cannot be reached.
    """

    order_poll: float = 1.0
    charge_patience: float = 30.0
    close_patience: float = 20.0
    posting_patience: float = 40.0
    follow_up: float = 30.0
    receipt_grace: float = 600.0
    service_poll: float = 15.0
    service_poll_down: float = 3.0
    device_poll: float = 5.0
    device_patience: float = 60.0
    reopen_first: float = 1.0
    reopen_longest: float = 30.0
    acquirer_echo: float = 300.0
    acquirer_retry: float = 5.0
    reversal_patience: float = 30.0
    card_reminder: float = 2.0
    report_heartbeat: float = 60.0
    report_retry_first: float = 1.0
    report_retry_longest: float = 30.0
