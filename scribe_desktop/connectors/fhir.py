"""Delivers to a FHIR R4 server: one conditional create, then reads back what was stored and compares."""

import base64
import binascii
import ipaddress
import re
from collections.abc import Mapping
from typing import ClassVar

import httpx

from scribe_desktop.connectors.document_reference import (
    URI_SYSTEM,
    Resource,
    document_reference,
    identifier_of,
)
from scribe_desktop.connectors.fhir_http import Conversation, converse
from scribe_desktop.connectors.outcome import without_patient
from scribe_desktop.connectors.port import Receipt, Setting
from scribe_desktop.connectors.settings import read_settings
from scribe_desktop.errors import BadInput, Refused, Unreachable
from scribe_desktop.notes.document import SignedDocument
from scribe_desktop.notes.patient import Patient

_REFERENCE = re.compile(r"(?:^|/)(DocumentReference/[A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?$")
_LOOK_THERE = "Open the note on the server and compare; it has to be corrected there."


class FhirConnector:
    """Creates a DocumentReference unless one with the document's identifier is there already.

    A lost answer is therefore harmless: the next try finds what the first one stored.
    """

    title: ClassVar[str] = "FHIR R4 server"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "base_url", "Base URL", "Give the server's FHIR address, such as https://ehr.example.org/fhir."
        ),
        Setting("token", "Access token", "Sent as bearer token.", secret=True, required=False),
        Setting(
            "mrn_system",
            "MRN system",
            "The URI under which the server numbers its patients, so that an MRN finds the right one.",
            required=False,
        ),
    )

    def __init__(self, values: Mapping[str, str]) -> None:
        read = read_settings(self.settings, values)
        self._base_url = _checked_url(read["base_url"])
        self._headers = _authorisation(read["token"])
        self._mrn_system = read["mrn_system"]

    def deliver(self, document: SignedDocument, *, appends_to: str | None = None) -> Receipt:
        async def talk(server: Conversation) -> Receipt:
            patient = await self._patient(server, document.encounter.patient)
            resource = document_reference(
                document, patient_reference=patient, appends_to=appends_to, mrn_system=self._mrn_system
            )
            reference = await _create(server, resource, document.id)
            await self._compare(server, reference, document)
            return Receipt(reference)

        return converse(
            self._base_url, self._headers, talk, quote=lambda said: without_patient(said, document)
        )

    def check(self) -> str:
        async def talk(server: Conversation) -> str:
            statement = await server.get("metadata")
            version = str(statement.get("fhirVersion"))
            if not version.startswith("4."):
                raise Refused(
                    f"The server speaks FHIR {version}.", remedy="Ask for the address of its R4 interface."
                )
            software = statement.get("software")
            name = software.get("name", "") if isinstance(software, dict) else ""
            return f"{name or 'The server'} answers with FHIR {version}."

        return converse(self._base_url, self._headers, talk)

    async def _patient(self, server: Conversation, patient: Patient) -> str | None:
        """The server's own patient, where exactly one has this MRN and date of birth."""
        number = re.sub(r"([\\,$|])", r"\\\1", patient.mrn)
        identifier = f"{self._mrn_system}|{number}" if self._mrn_system else number
        try:
            bundle = await server.search(
                "Patient", identifier=identifier, birthdate=patient.birth_date.isoformat()
            )
        except Refused:
            # Many receivers let a scribe's program create documents but not look at patients;
            # a token that is wrong altogether is refused again when the document is created.
            return None
        ids = [found["id"] for found in _resources(bundle) if found.get("resourceType") == "Patient"]
        return f"Patient/{ids[0]}" if len(ids) == 1 else None

    async def _compare(self, server: Conversation, reference: str, document: SignedDocument) -> None:
        stored = await server.get(reference)
        if await self._text(server, stored) != document.text.encode():
            raise Refused(
                f"The server stored {reference} with a text that differs from what was signed.",
                remedy=_LOOK_THERE,
            )

    async def _text(self, server: Conversation, stored: Resource) -> bytes | None:
        """The bytes of the first attachment, in place or in a Binary of the same server."""
        try:
            attachment = stored["content"][0]["attachment"]
            if "data" in attachment:
                return base64.b64decode(attachment["data"], validate=True)
            address = httpx.URL(self._base_url).join(attachment["url"])
            if not str(address).startswith(self._base_url):
                return None
            binary = await server.get(str(address))
            return base64.b64decode(binary["data"], validate=True)
        except (LookupError, TypeError, binascii.Error, httpx.InvalidURL):
            return None


async def _create(server: Conversation, resource: Resource, document_id: str) -> str:
    """Create it unless it is there, and say where it is: "DocumentReference/12"."""
    identifier = f"{URI_SYSTEM}|{identifier_of(document_id)['value']}"
    headers = await server.create(resource, unless=f"identifier={identifier}")
    place = _REFERENCE.search(headers.get("Location", ""))
    if place:
        return place[1]
    bundle = await server.search("DocumentReference", identifier=identifier)
    ids = [found["id"] for found in _resources(bundle) if found.get("resourceType") == "DocumentReference"]
    if len(ids) != 1:
        raise Unreachable(
            "The server took the note but does not show it yet.", remedy="It is tried again by itself."
        )
    return f"DocumentReference/{ids[0]}"


def _resources(bundle: Resource) -> list[Resource]:
    entries = bundle.get("entry")
    found = (
        [entry.get("resource") for entry in entries if isinstance(entry, dict)]
        if isinstance(entries, list)
        else []
    )
    return [
        resource for resource in found if isinstance(resource, dict) and isinstance(resource.get("id"), str)
    ]


def _authorisation(token: str) -> dict[str, str]:
    if not token:
        return {}
    if not re.fullmatch(r"[!-~]+", token):
        raise BadInput(
            "The access token holds a character that no token has.", remedy="Copy it again, without blanks."
        )
    return {"Authorization": f"Bearer {token}"}


def _checked_url(value: str) -> str:
    """The base URL, ending in "/". Unencrypted only to this machine and its private network."""
    try:
        url = httpx.URL(value)
    except httpx.InvalidURL as error:
        raise BadInput(f"“{value}” is no web address.", remedy=_EXAMPLE) from error
    usable_host = url.host and "%" not in url.host and (url.port or 0) < 65536
    if url.scheme not in ("http", "https") or not usable_host:
        raise BadInput(f"“{value}” is no web address.", remedy=_EXAMPLE)
    if url.userinfo or url.query or url.fragment:
        raise BadInput(
            "The base URL holds more than an address.", remedy=f"{_EXAMPLE} A token has its own field."
        )
    if url.scheme == "http" and not _is_private(url.host):
        raise BadInput(
            f"Notes would travel to {url.host} unencrypted.",
            remedy="Use the address that begins with https://.",
        )
    return f"{str(url).rstrip('/')}/"


_EXAMPLE = "Write it like https://ehr.example.org/fhir."


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
