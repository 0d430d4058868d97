"""The tax authority's collection service, simulated: the other end of the kiosk's HTTPS line."""
