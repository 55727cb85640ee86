"""A whole visit in the real windows, by keyboard alone, with a picture and the time of every step."""
