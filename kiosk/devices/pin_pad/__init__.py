"""Encrypting PIN pads: entry of PINs, working keys, and the ceremony for a master key.

The kiosk sees that keys are pressed, enciphered PIN blocks, and check values of keys. It never sees
a figure of a PIN.
"""
