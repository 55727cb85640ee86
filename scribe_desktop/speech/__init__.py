"""From sound to words: capture, audio files, and the recognisers, each in a worker process."""
