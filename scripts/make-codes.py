#!/usr/bin/env python3
"""Write resources/codes/icd10cm.npz from the classification that the package simple-icd-10-cm carries.

Run it in the environment of `make test` after that package has a newer edition: `make codes`.
"""

from importlib.metadata import version
from pathlib import Path

import simple_icd_10_cm as icd

from scribe_desktop.codes.code import Code
from scribe_desktop.codes.icd10cm import write
from scribe_desktop.codes.index import Entry

FOLDER = Path(__file__).parents[1] / "resources" / "codes"


def entry(code: str) -> Entry:
    above = [parent for parent in icd.get_ancestors(code) if icd.is_category_or_subcategory(parent)]
    inherited = [text for parent in above for text in (icd.get_description(parent), *terms(parent))]
    title = " ".join(icd.get_description(code).split())
    return Entry(Code(code, title), " ".join(terms(code)), " ".join(inherited))


def terms(code: str) -> list[str]:
    return [*icd.get_inclusion_term(code), *icd.get_includes(code)]


def main() -> None:
    everything = set(icd.get_all_codes(with_dots=True))  # a block of one category stands there twice
    billable = [code for code in everything if icd.is_category_or_subcategory(code) and icd.is_leaf(code)]
    billable.sort(key=lambda code: code.replace(".", ""))
    write(FOLDER, [entry(code) for code in billable], f"simple-icd-10-cm {version('simple-icd-10-cm')}")
    print(f"{len(billable)} codes")  # noqa: T201


if __name__ == "__main__":
    main()
