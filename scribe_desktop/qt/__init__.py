"""Everything Qt that is not a window: forms, background jobs, actions, theme, icons."""
