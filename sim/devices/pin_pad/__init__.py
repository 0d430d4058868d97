"""An encrypting PIN pad in a process of its own, which holds the keys: ``python -m
sim.devices.pin_pad``.

A heap dump of the kiosk or of the hall shows neither keys nor PINs, because they are only here.
``sim.devices.pin_pad.process`` starts it and plays the hands on its keys.
"""
