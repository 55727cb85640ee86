"""The outside world that the end-to-end tests run against."""

from collections.abc import Iterator

import pytest

from tests.helpers import fhir_server as server


@pytest.fixture(scope="session")
def fhir_server() -> Iterator[str]:
    """The base URL of a real FHIR R4 server, without a final slash."""
    ours = server.start()
    try:
        yield server.base_url()
    finally:
        if ours:
            server.stop()
