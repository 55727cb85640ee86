"""Settings by dotted key."""

from scribe_desktop.store.store import Store


def test_a_setting_is_its_default_until_it_is_put_and_may_be_put_again(store: Store) -> None:
    assert store.settings.get("theme", "light") == "light"
    store.settings.put("theme", "dark")
    store.settings.put("theme", "")
    assert store.settings.get("theme", "light") == ""


def test_a_section_holds_its_own_keys_only(store: Store) -> None:
    for key in ("fhir.url", "fhir.token.id", "fhirx.url", "FHIR.url", "fhir", "f%.url"):
        store.settings.put(key, key)
    assert store.settings.section("fhir") == {"url": "fhir.url", "token.id": "fhir.token.id"}
    assert store.settings.section("f%") == {"url": "f%.url"}
    assert store.settings.section("nothing") == {}
