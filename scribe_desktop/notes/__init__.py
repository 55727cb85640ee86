"""The domain: people, patients, encounters, notes, their life cycle and where each sentence came from."""
