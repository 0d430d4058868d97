"""How each device is tested: by what it does for citizens, telling nothing of anybody."""
