"""The ways out of the house: each connector delivers signed documents to one kind of receiver."""
