"""What people type in emergency, primary care and dermatology, and the code that has to be near the top."""

import pytest

from scribe_desktop import assets
from scribe_desktop.codes import icd10cm
from scribe_desktop.codes.index import CodeIndex

FIRST_THREE = """
abdominal pain rlq > R10.31 | rlq abdominal pain > R10.31 | llq abdominal pain > R10.32
luq abdominal pain > R10.12 | ruq abdominal pain > R10.11 | tylenol overdose > T39.1X1A
fx distal radius rt > S52.501A | boxer's fracture > S62.336A | wasp sting > T63.461A
hhs > E11.00 | elevated bp > R03.0 | near syncope > R55 | chest tightness > R07.89
std exposure > Z20.2 | brain tumor > D49.6 | fever child > R50.9 | mole > D22.9 | nevus > D22.9
anaphylaxis > T78.2XXA | bee sting > T63.441A | low bp > I95.9 | distal radius fracture > S52.509A
ankle fracture left > S82.892A | paronychia > L03.019 | allergic reaction > T78.40XA
wound check > Z48.00 | folliculitis > L73.9 | sepsis > A41.9 | vertigo > R42
diabetic foot ulcer > E11.621 | well child > Z00.129 | ectopic > O00.90 | pregnancy > Z33.1
hiv > B20 | cough > R05.9 | fever > R50.9 | headache > R51.9 | chest pain > R07.9 | n/v > R11.2
diarrhea > R19.7 | constipation > K59.00 | dizziness > R42 | syncope > R55 | palpitations > R00.2
back pain > M54.50 | neck pain > M54.2 | flank pain > R10.A0 | sore throat > J02.9
ear pain > H92.09 | runny nose > J34.89 | hemoptysis > R04.2 | hematuria > R31.9 | dysuria > R30.0
rash > R21 | itching > L29.9 | fatigue > R53.83 | weight loss > R63.4
left shoulder pain > M25.512 | rt knee pain > M25.561 | lt hip pain > M25.552
left wrist pain > M25.532 | right ankle pain > M25.571 | left foot pain > M79.672
right hand pain > M79.641 | calf pain > M79.669 | pleuritic chest pain > R07.1 | abd pain > R10.9
epigastric pain > R10.13 | pelvic pain > R10.20 | testicular pain > N50.819
vaginal bleeding > N93.9 | leg swelling > R60.0 | hip fx > S72.009A
right hip fracture > S72.001A | left hip fracture > S72.002A | broken nose > S02.2XXA
rib fx > S22.39XA | clavicle fracture > S42.009A | left clavicle fracture > S42.002A
broken collarbone > S42.009A | finger laceration > S61.219A | scalp laceration > S01.01XA
chin laceration > S01.81XA | forehead laceration > S01.81XA | hand laceration left > S61.412A
right ankle sprain > S93.401A | knee sprain > S83.90XA | concussion > S06.0X0A
head injury > S09.90XA | dog bite > W54.0XXA | cat bite > W55.01XA | tick bite > W57.XXXA
corneal abrasion > S05.00XA | fall > W19.XXXA | mvc > V89.2XXA | burn hand > T23.002A
sunburn > L55.9 | shoulder dislocation > S43.006A | hypertension > I10 | type 2 diabetes > E11.9
type 1 diabetes > E10.9 | hld > E78.5 | hypothyroidism > E03.9 | asthma exacerbation > J45.901
copd exacerbation > J44.1 | gerd > K21.9 | ckd 3a > N18.31 | chf exacerbation > I50.9
depression > F32.A | anxiety > F41.9 | obesity > E66.9 | gout > M10.9 | osteoporosis > M81.0
ra > M06.9 | psoriasis > L40.9 | eczema > L30.9 | atopic dermatitis > L20.9
contact dermatitis > L25.9 | seborrheic keratosis > L82.1 | actinic keratosis > L57.0
bcc nose > C44.311 | basal cell carcinoma > C44.91 | melanoma > C43.9 | rosacea > L71.9
acne > L70.0 | cellulitis left leg > L03.116 | cellulitis right leg > L03.115 | abscess > L02.91
impetigo > L01.00 | scabies > B86 | shingles > B02.9 | warts > B07.9 | plantar wart > B07.0
alopecia areata > L63.9 | hives > L50.9 | angioedema > T78.3XXA | epidermal cyst > L72.0
lipoma > D17.9 | keloid > L91.0 | vitiligo > L80 | ingrown toenail > L60.0 | uti > N39.0
pyelo > N10 | kidney stone > N20.0 | bph > N40.0 | ed > N52.9 | pna > J18.9 | flu > J11.1
covid > U07.1 | bronchitis > J40 | croup > J05.0 | rsv > J21.0 | otitis media > H66.90
right otitis media > H66.91 | otitis externa > H60.90 | pink eye > H10.9 | stye > H00.019
stroke > I63.9 | tia > G45.9 | seizure > R56.9 | dvt left leg > I82.402 | pe > I26.99
stemi > I21.3 | nstemi > I21.4 | afib rvr > I48.91 | gi bleed > K92.2 | pancreatitis > K85.90
appendicitis > K35.80 | cholecystitis > K81.9 | diverticulitis > K57.92 | sbo > K56.609
dka > E10.10 | hypoglycemia > E16.2 | hyponatremia > E87.1 | hypokalemia > E87.6 | aki > N17.9
alcohol withdrawal > F10.239 | alcohol intoxication > F10.920 | opioid overdose > T40.601A
si > R45.851 | physical exam > Z00.00 | med refill > Z76.0 | suture removal > Z48.02
flu shot > Z23 | std check > Z11.3 | pap > Z12.4 | hemorroids > K64.9 | diverticulitus > K57.92
hypothyrodism > E03.9 | exzema > L30.9 | soriasis > L40.9 | neumonia > J18.9 | vertgo > R42
anziety > F41.9 | hand fx left > S62.92XA | fx left humerus > S42.302A
right elbow fracture > S42.401A | left tibia fracture > S82.202A | toe fracture right > S92.911A
finger fracture > S62.609A | nursemaid elbow > S53.031A | meniscus tear left knee > S83.207A
rotator cuff tear right > M75.101 | left acl tear > S83.512A | achilles rupture > S86.019A
low back strain > S39.012A | whiplash > S13.4XXA | foreign body eye > T15.90XA
foreign body ear > T16.9XXA | nose bleed > R04.0 | black eye > S00.10XA
puncture wound foot > S91.339A | splinter finger > S60.459A | smoke inhalation > J70.5
heat exhaustion > T67.5XXA | frostbite > T33.90XA | hypothermia > T68.XXXA
carbon monoxide > T58.91XA | heat stroke > T67.01XA | snake bite > T63.001A
jellyfish sting > T63.621A | laceration right index finger > S61.210A | lip laceration > S01.511A
knee abrasion > S80.219A | chest wall contusion > S20.219A | hip contusion left > S70.02XA
subungual hematoma > S60.10XA | vomiting > R11.10 | hiccups > R06.6 | weakness > R53.1
confusion > R41.0 | altered mental status > R41.82 | hyperglycemia > R73.9 | chills > R68.83
night sweats > R61 | joint pain > M25.50 | knee swelling > M25.469 | dyspnea on exertion > R06.09
wheezing > R06.2 | difficulty swallowing > R13.10 | hoarseness > R49.0 | blurry vision > H53.8
eye pain > H57.10 | urinary retention > R33.9 | urinary frequency > R35.0 | breast lump > N63.0
swollen lymph nodes > R59.9 | numbness > R20.0 | tremor > R25.1 | memory loss > R41.3
insomnia > G47.00 | adhd > F90.9 | ptsd > F43.10 | bipolar > F31.9 | panic attack > F41.0
osa > G47.33 | prediabetes > R73.03 | vitamin d deficiency > E55.9
iron deficiency anemia > D50.9 | b12 deficiency > E53.8 | tinea pedis > B35.3 | ringworm > B35.4
nail fungus > B35.1 | dandruff > L21.9 | hidradenitis > L73.2 | molluscum > B08.1
cold sore > B00.1 | poison ivy > L23.7 | diaper rash > L22 | skin tag > L91.8
dysplastic nevus > D22.9 | scc skin > C44.92 | hand foot mouth > B08.4 | strep > J02.0
mono > B27.90 | sinusitis > J32.9 | allergic rhinitis > J30.9 | annual exam > Z00.00
medicare wellness > Z00.00 | sports physical > Z02.5 | preop clearance > Z01.818
bronkiolitis > J21.9 | celulitis > L03.90 | hemmorhoids > K64.9 | astma > J45.909
diarhea > R19.7 | fibromialgia > M79.7 | e coli uti > N39.0 | hep c > B18.2 | hiv exposure > Z20.6
needle stick > W46.0XXA | rabies exposure > Z20.3 | assault > Y09 | drug rash > L27.0
medication side effect > T50.905A | positive pregnancy test > Z32.01 | miscarriage > O03.9
morning sickness > O21.0 | threatened miscarriage > O20.0 | ovarian cyst > N83.209
yeast infection > B37.31 | bv > N76.0 | left lower quadrant abdominal pain > R10.32
fracture of right distal radius > S52.501A | overdose tylenol > T39.1X1A
child with fever > R50.9 | possible std exposure > Z20.2 | pain in right lower quadrant > R10.31
mole on back > D22.5 | changing mole > D22.9 | ulcer foot diabetic > E11.621 | high bp > I10
bp high > I10 | rash on arms > R21 | right lower leg pain > M79.661 | my chest hurts > R07.9
broken arm > S52.90XA | left forearm fracture > S52.92XA
"""

FIRST = """
rlq abdominal pain > R10.31 | llq abdominal pain > R10.32 | luq abdominal pain > R10.12
fx distal radius rt > S52.501A | elevated bp > R03.0 | low bp > I95.9 | high bp > I10
mole > D22.9 | nevus > D22.9 | anaphylaxis > T78.2XXA | bee sting > T63.441A
wasp sting > T63.461A | ankle fracture left > S82.892A | allergic reaction > T78.40XA
folliculitis > L73.9 | sepsis > A41.9 | vertigo > R42 | diabetic foot ulcer > E11.621
well child > Z00.129 | ectopic > O00.90 | pregnancy > Z33.1 | std exposure > Z20.2
near syncope > R55 | fever child > R50.9
"""


def pairs(table: str) -> list[tuple[str, str]]:
    rows = (row.rpartition(" > ") for line in table.strip().splitlines() for row in line.split(" | "))
    return [(query, code) for query, _, code in rows]


@pytest.fixture(scope="module")
def index() -> CodeIndex:
    return icd10cm.load(assets.resource("codes"))


@pytest.mark.parametrize(("query", "code"), pairs(FIRST_THREE))
def test_the_code_that_is_meant_is_among_the_first_three(index: CodeIndex, query: str, code: str) -> None:
    assert code in [hit.code for hit in index.search(query, 3)]


@pytest.mark.parametrize(("query", "code"), pairs(FIRST))
def test_the_code_that_is_meant_comes_first(index: CodeIndex, query: str, code: str) -> None:
    assert index.search(query, 1)[0].code == code


def test_no_code_is_listed_twice(index: CodeIndex) -> None:
    for code in ("B20", "F99", "P84", "R99", "Z66"):
        assert [hit.code for hit in index.search(code)] == [code]
    hits = [hit.code for hit in index.search("hiv", 50)]
    assert len(hits) == len(set(hits))


def test_what_a_title_says_is_absent_counts_less_than_what_it_says_is_there(index: CodeIndex) -> None:
    hits = [hit.code for hit in index.search("cholecystitis", 5)]
    assert hits[0] == "K81.9"


@pytest.mark.parametrize(
    "query", ["distal radius fracture right", "right fx radius distal", "radius: rt fx, distal"]
)
def test_the_order_of_the_words_does_not_matter(index: CodeIndex, query: str) -> None:
    assert index.search(query, 1)[0].code == "S52.501A"


def test_a_word_that_no_code_knows_does_not_hide_the_others(index: CodeIndex) -> None:
    assert index.search("qqxzz chest pain", 1)[0].code == "R07.9"
