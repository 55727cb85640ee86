"""What asks for a second look in a note: small pure rules in one table."""
