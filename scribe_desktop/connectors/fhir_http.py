"""One conversation with a FHIR server, bounded in time, its failures told as delivery errors."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from typing import TypeVar

import httpx

from scribe_desktop.connectors.document_reference import Resource
from scribe_desktop.connectors.outcome import outcome_text
from scribe_desktop.errors import DeliveryError, Refused, Unreachable

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 20.0
"""For the whole conversation, however slowly the server drips."""

FHIR_JSON = "application/fhir+json"

_REFUSALS = {
    401: ("does not accept the access token", "Enter a fresh token in the connector's settings."),
    403: ("does not allow this with the access token", "Ask its administrator for the right to do it."),
    404: ("does not know this address", "Check the base URL in the connector's settings."),
    412: ("already holds several documents under this note's identifier", "Have all but one removed there."),
}
_FOR_A_PERSON = ("does not take this", "Show this message to whoever runs the server, then send it again.")
_FOR_LATER = frozenset({408, 409, 425, 429})
_NEVER_OFFERED = 501

T = TypeVar("T")


@dataclass(frozen=True)
class Conversation:
    """What can be said to the server; every method raises `Unreachable` or `Refused`."""

    client: httpx.AsyncClient
    quote: Callable[[str], str]
    """Makes the server's own words fit for an error message."""

    async def get(self, path: str) -> Resource:
        return _resource(self._accepted(await self.client.get(path)))

    async def search(self, kind: str, **parameters: str) -> Resource:
        """Search by POST, which keeps what is searched for out of every log of addresses."""
        return _resource(self._accepted(await self.client.post(f"{kind}/_search", data=parameters)))

    async def create(self, resource: Resource, *, unless: str) -> httpx.Headers:
        """Create the resource unless one matches that query; the answer's headers say where it is."""
        headers = {"Content-Type": FHIR_JSON, "If-None-Exist": unless, "Prefer": "return=minimal"}
        content = json.dumps(resource, ensure_ascii=False).encode()
        answer = await self.client.post(resource["resourceType"], content=content, headers=headers)
        return self._accepted(answer).headers

    def _accepted(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_success:
            return answer
        said = self.quote(outcome_text(_read(answer) or {}))
        raise _failure(answer, f" It says: {said}" if said else "")


def converse(
    base_url: str,
    headers: Mapping[str, str],
    talk: Callable[[Conversation], Awaitable[T]],
    *,
    quote: Callable[[str], str] = str,
) -> T:
    """Have one conversation, in the calling thread, and return what it came to.

    Raises:
        Unreachable: no connection, no whole answer within `TOTAL_SECONDS`, or one that is no FHIR.
        Refused: the server said no.
    """
    try:
        return asyncio.run(_bounded(base_url, headers, talk, quote))
    except (TimeoutError, httpx.TimeoutException) as error:
        raise Unreachable("The server did not answer in time.", remedy=_AGAIN) from error
    except httpx.RequestError as error:
        raise _broken(error) from error


async def _bounded(
    base_url: str,
    headers: Mapping[str, str],
    talk: Callable[[Conversation], Awaitable[T]],
    quote: Callable[[str], str],
) -> T:
    timeout = httpx.Timeout(TOTAL_SECONDS, connect=CONNECT_SECONDS)
    accept = {"Accept": FHIR_JSON, **headers}
    async with (
        asyncio.timeout(TOTAL_SECONDS),
        httpx.AsyncClient(base_url=base_url, headers=accept, timeout=timeout, verify=_trust()) as client,
    ):
        return await talk(Conversation(client, quote))


@cache
def _trust() -> SSLContext:
    """Public certificate authorities and those that this machine trusts, such as a clinic's own."""
    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context


_AGAIN = "It is tried again by itself."


def _failure(answer: httpx.Response, said: str) -> DeliveryError:
    status = answer.status_code
    if status in _FOR_LATER or (status >= 500 and status != _NEVER_OFFERED):
        pause = answer.headers.get("Retry-After", "")
        wait = f" It asks to wait {pause} seconds." if pause.isascii() and pause.isdigit() else ""
        return Unreachable(f"The server cannot take it now (HTTP {status}).{wait}{said}", remedy=_AGAIN)
    if answer.is_redirect:
        return Refused(
            f"The server has moved to another address (HTTP {status}).",
            remedy="Ask for the new base URL and enter it in the connector's settings.",
        )
    problem, remedy = _REFUSALS.get(status, _FOR_A_PERSON)
    return Refused(f"The server {problem} (HTTP {status}).{said}", remedy=remedy)


def _broken(error: httpx.RequestError) -> DeliveryError:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return Refused(
            "The server's certificate is not trusted on this machine.",
            remedy="Check the address, or have your clinic's certificate authority installed here.",
        )
    if isinstance(error, httpx.ConnectError):
        return Unreachable("There is no connection to the server.", remedy=_AGAIN)
    return Unreachable("The server's answer broke off or is no proper HTTP.", remedy=_AGAIN)


def _resource(answer: httpx.Response) -> Resource:
    resource = _read(answer)
    if resource is None:
        raise Unreachable("The server's answer is no FHIR JSON.", remedy=_AGAIN)
    return resource


def _read(answer: httpx.Response) -> Resource | None:
    """The resource in the body; None where the body is something else."""
    try:
        resource = answer.json()
    except (ValueError, RecursionError):
        return None
    return resource if isinstance(resource, dict) and "resourceType" in resource else None
