"""The encrypted local database: encounters, drafts, versions, signatures and the outbox."""
