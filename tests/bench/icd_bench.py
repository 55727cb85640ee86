"""How long one search in ICD-10-CM takes, while whole queries are being typed, with and without mistakes."""

import time
from collections.abc import Iterator
from random import Random
from statistics import quantiles

from scribe_desktop import assets
from scribe_desktop.codes import icd10cm
from scribe_desktop.codes.index import CodeIndex

QUERIES = """dm2|htn|copd|afib|uti|sob|chest pain|low back pain|left ankle sprain|cough
type 2 diabetes with neuropathy|heart attack|strep throat|right knee pain|fracture of left wrist
major depressive disorder recurrent
cancer of left breast
acute otitis media right ear|chronic kidney disease stage 3|kidney stone|concussion
abdominal pain right lower quadrant|iron deficiency anemia|laceration of right hand without foreign body
diabetis|pnemonia|hypertention|migrane|bronkitis|siatica|appendisitis|left anckle sprane
hart failur|recurent depresion|hypothiroidism|gastroesophagal reflux|astma exacerbation
rhumatoid arthritis|cellulitus of leg|seizur disorder"""
ROUNDS = 3


def typed(chance: Random) -> Iterator[str]:
    """Every query letter by letter, half of the time with a letter missing, doubled or wrong."""
    for query in QUERIES.replace("\n", "|").split("|"):
        said = query
        if chance.random() < 0.5 and len(query) > 4:
            at = chance.randrange(1, len(query))
            slip = chance.choice(("", query[at] * 2, chance.choice("aeiourstn")))
            said = query[:at] + slip + query[at + 1 :]
        yield from (said[:end] for end in range(1, len(said) + 1))


def measured(index: CodeIndex) -> list[float]:
    """Milliseconds of each search."""
    chance = Random(4)
    times = []
    for _ in range(ROUNDS):
        for query in typed(chance):
            start = time.perf_counter()
            index.search(query)
            times.append((time.perf_counter() - start) * 1000)
    return times


def figures() -> dict[str, float]:
    """`icd_search_p99_ms`, and `icd_load_ms`, which happens once and off the GUI thread."""
    start = time.perf_counter()
    index = icd10cm.load(assets.resource("codes"))
    loaded = (time.perf_counter() - start) * 1000
    return {"icd_search_p99_ms": quantiles(measured(index), n=100)[98], "icd_load_ms": loaded}
