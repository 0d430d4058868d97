"""Cards and PINs in the hall: the readers, the PIN pad and the acquirer, as people play them."""
