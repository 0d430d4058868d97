"""Carries out what the session asks for, in one asyncio thread beside the Qt thread."""
