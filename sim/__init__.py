"""The hall around the kiosk, simulated: hardware, people, payment platforms, the service."""
