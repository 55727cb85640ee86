"""Keys: one random data key, wrapped for each person and bound to this device."""
