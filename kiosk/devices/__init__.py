"""Device drivers, their codecs and the ports they speak through."""
