"""Wire formats as pure functions and decoders: bytes in, values out, no input or output."""
