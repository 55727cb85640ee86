"""The desktop around the program: keys heard in every program, and keys pressed in the one in front."""
