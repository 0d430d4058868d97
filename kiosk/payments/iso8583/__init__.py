"""The messages of UnionPay terminals (ISO 8583, Q/CUP 009): bytes and meanings, without a wire."""
