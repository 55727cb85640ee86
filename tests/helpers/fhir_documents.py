"""What a FHIR server holds of a document, asked past our own connector."""

import base64
from typing import Any

import httpx


def found(base_url: str, document_id: str) -> list[dict[str, Any]]:
    """The server's documents that carry this document's identifier."""
    query = {"identifier": f"urn:ietf:rfc:3986|urn:uuid:{document_id}"}
    bundle = httpx.get(f"{base_url}/DocumentReference", params=query, timeout=60).raise_for_status().json()
    return [entry["resource"] for entry in bundle.get("entry", [])]


def text_of(resource: dict[str, Any]) -> str:
    return base64.b64decode(resource["content"][0]["attachment"]["data"]).decode()
