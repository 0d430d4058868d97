"""A simulated acquirer (收单机构): the UnionPay host at the other end of the terminal's line."""
