"""Every operation of the client."""

from __future__ import annotations

from tests.backend import answers, payable_answers, record_answers, report_answers
from tests.backend.answers import CONFIRM_PAYEE, TERMINAL

CALLS = (*answers.CALLS, *payable_answers.CALLS, *record_answers.CALLS, *report_answers.CALLS)
ONCE = (TERMINAL, CONFIRM_PAYEE, *report_answers.CALLS)
REPEATED = tuple(call for call in CALLS if call not in ONCE)
