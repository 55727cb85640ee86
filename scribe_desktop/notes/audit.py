"""What is written down about who did what: the kinds of entries of the audit trail."""

from enum import StrEnum


class AuditKind(StrEnum):
    """What was done. The names are kept in every store and never change."""

    SECOND_FACTOR_CHANGED = "keys.second-factor"
    ATTEMPTS_RESET = "keys.attempts-reset"
    SETTINGS_CHANGED = "settings.changed"
    CHART_RESTRICTED = "chart.restricted"
    EMERGENCY_ACCESS = "chart.emergency-access"
    CREDENTIAL_CHANGED = "people.credential"
    CREDENTIALS_EXPORTED = "people.credentials-exported"
