"""Card payment: reading the chip (EMV), the messages to the acquirer, and the talk with it."""
