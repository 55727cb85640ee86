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
    terms = [*icd.get_inclusion_term(code), *icd.get_includes(code)]
    return Entry(Code(code, " ".join(icd.get_description(code).split())), " ".join(terms))


def main() -> None:
    billable = [code for code in icd.get_all_codes(with_dots=True) if icd.is_leaf(code)]
    billable.sort(key=icd.remove_dot)
    write(FOLDER, [entry(code) for code in billable], f"simple-icd-10-cm {version('simple-icd-10-cm')}")
    print(f"{len(billable)} codes")  # noqa: T201


if __name__ == "__main__":
    main()
