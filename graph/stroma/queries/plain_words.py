"""Which words does a question in plain English hold that choose no answer, and what is not held here?

Read first: `PLAIN`. Lists of words only, for `stroma.queries.asking` and `stroma.queries.mentioned`.
"""

from __future__ import annotations

import re
from typing import Final

EMPTY: Final = frozenset(
    """
    a about after all am anything something both compare compared compares comparing comparison between difference differ an and any anyone are as at be been being by can case could data did do does done evidence ever find finding
    for found from get gets getting give given got had happen happens happened has have having how i if in into is it its kind known know
    list long-run made make many may me much my of off on one or our over patient patients people person please reported
    seen should show shown so some such take taken tell than that the their them then there these they thing things this
    those to under use used using versus vs was we were what when where which who why will with would you your really actually
    therapy treatment treatments therapies injection injections shot shots infusion infusions
    i'm i've father mother dad mum mom husband wife brother sister relative friend doctor neurologist try trying right today yet
    """.split()
)
# What is denied is the same question: its answer lists what was found and what was not alike. As on the page.
DENIALS: Final = frozenset("no not never without neither nor none".split())
# Words that only join: no part of a name is asked for by one of them.
JOINING: Final = DENIALS | frozenset(
    """
    before during since against but just only also other more less very because despite while whether sold seen found shown told
    reported happen happened occur occurred
    """.split()
)
# Whom it is asked for: no study is chosen by that.
PEOPLE: Final = frozenset(
    """
    child children kid kids son daughter baby babies infant infants toddler toddlers newborn newborns teenager teenagers adolescent
    adolescents pediatric paediatric adult adults elderly old older young younger age aged woman women man men boy boys girl girls
    pregnant
    """.split()
)
# Words of talk: they choose no answer, and no answer is the worse for leaving them out; "randomised" or "human" would narrow one, and
# so are named beside it. Unlike `EMPTY` they may begin or end a name.
PLAIN: Final = EMPTY | frozenset(
    """
    able across actual actualy administered administration again ago al almost alone along already also although altogether always amount answer
    answers anybody anyhow anymore anyones anyway anywhere apart apparently arent article asap ask asked asking asks aunt auntie available away awful
    back bad basically batch because become beleive bit board bother brief briefly bring brother's browsing btw but call called came cant cardiologist
    care carried carry cell cells certain certainly chance chances change changes check checked claim claimed claims clear clearly close colleague
    collect collected come comes coming common community complete completely condition conditions conducted confirm confirmed consultant correct
    correctly could've couldnt countries country couple course cousin current currently database dataset date daughter's day days dear decide
    defensible definately definitely delivered delivery describe described details diagnosed diagnosis didnt different directly discuss doc docs
    document documented documents doesnt doing dont double-check down due each early easy effect effects eg either else end enough enrollment
    enrolment entered entire entries especially et etc even every everybody everybody's everyone everything everywhere exact exactly example except
    exist existing exists experience explain facebook fact facts fair family far feel few field figure figures findings first five folks follow
    following four friend's full further fyi general generally gentlemen girlfriend go goes going gone gonna gotten gp grandad grandfather grandma
    grandmother grandpa granny graph great guess guy guys hand happend hear heard hello help's her here hers hey hi him himself his hold holds honest
    honestly hope hoping however huge hundred hurt id idea ie ill illness im imo impossible include included includes including indeed information
    injected instead interested internet interview involve involved isnt issue it's item items ive journalist just keep kept key kindly kinds ladies
    last lately later latest least leave left let's life like likely line listed lists literally literature little live living lol look looked looking
    lot lots love main mainly major maker manufacturer matter mean meaning means meant member members mention mentioned mentions mesenchymal message
    might mine minute moment month months more most mostly mother's move mum's must myself name named names near nearly necessary need needed needs
    neighbor neighbour nephew new news newsletter newspaper next nice niece nobody noone normal note nothing now number numbers nurse obviously offer
    offered offers often ok okay once oncologist ones online only onto open opinion option options order other others ought ourselves out outcome
    outcomes outside overall overview own page paper papers paragraph part partly partner past patient's per percent percentage performed perhaps
    personal persons phone piece place plan planned planning pls plus point points possible possibly post posted potential ppl present press pretty
    previous previously print probably problem product products proper properly proposition propositions provide provided provides public publication
    publications publish published publishes purely put puts question questions quick quickly quite quote quoted ran rate rates rather read reader
    readers reading readout readouts ready real reality realy reason received receiving recent recently recieve recieved recommend record recorded
    records refer regarding regardless related release remain remember reply report reporting reports research researcher researchers result results
    rewrite rheumatologist run running said sake same saw say saying says scared scientific scientist scientists second see seem seemed seems send
    sense sentence several shared shares she short shortly should've signal simple simply since single sister's sit situation six size sizes somebody
    somehow someone someone's sometimes somewhere son's sort sorts sound sounds source sources speak species specific specifically stand standing
    start started state stated statement states statistic statistics status stem still story straight strictly stromal stuff subject subjects suddenly
    sufferer sufferers suffering suffers summarise summarised summarize summary suppose supposed sure surgeon talk talked talking tells ten term terms
    terrible test tested testing tests text thank thanks thats themselves theres think thinking thinks third though thought three through throughout
    thx till time times title today's together told tomorrow too took top total totally toward towards transplant transplanted treated treating trend
    true truth turn turned turns twitter two type types uncle undergoing understand undertaken underwent unfortunately unless until up update updated
    upon us usually various vary verify version very via view volunteers wait want wanted wants wasnt way ways web website week weeks well went what's
    whatever whats whenever where's whereas wherever whether whichever whole whom whos whose widely wife's wish within without wonder wondered
    wondering word words work's world worried worry worth would've wouldnt write writing written wrong wrote yeah year years yep yes yesterday you'd
    you'll you're you've yourself
    """.split()
)
# Advice on what somebody should do, which is not given here; what was found is.
ADVICE: Final = re.compile(
    r"\b(?:should|shall|ought|must|can|may) (?:i|we|he|she|they|my \w+|our \w+) (?:to )?(?:stop|start|go|get|take|try|have|use|do|book|choose|"
    r"pay|travel|switch|give|avoid|wait|sign|be given|recommend|prescribe|tell|ask|accept|refuse|continue|quit|risk)\b"
    r"|\b(?:prescribe|prescribing|contraindicat\w+|advise me|advice for me|what would you (?:do|recommend|advise)|do you recommend|"
    r"(?:which|what|best|good|trustworthy|reputable) clinics?|would you recommend|recommend me|is it worth (?:it|trying|the)|dose should|"
    r"what (?:to|do i|should i|shall i) do|qualif(?:y|ies) for|am i eligible|doctor any good|good doctors?)\b",
    re.IGNORECASE,
)
NO_ADVICE: Final = "what somebody should do is not told here, only what studies found; a doctor who knows the person can weigh that"
# Somebody is in danger now. Nothing that is held here helps then, and an answer would take time from what does.
_SIGNS: Final = (
    r"seizures?|unconscious|unresponsive|collapsed|bleeding|faint(?:ed|ing)|stiff neck|high fever|heart attack|stroke|"
    r"chest (?:pain|hurts?|is tight)|(?:short of|out of|struggl\w+ for) breath|breathless|can not (?:breathe|move|see|speak)"
)
_JUST_NOW: Final = (
    r"right now|just now|this (?:morning|evening|afternoon)|tonight|(?:hours?|hrs?|minutes?|mins?) "
    r"(?:ago|after (?:(?:an?|the|his|her|my) )?(?:stem cells?|cells?|injections?|infusions?|drip|treatment))"
)
_WHOSE: Final = r"\b(?:i|i'm|me|my|our|he|she|his|her)\b"
EMERGENCY: Final = re.compile(
    rf"(?=.*{_WHOSE})(?=.*\b(?:{_SIGNS})\b)(?=.*\b(?:{_JUST_NOW})\b)", re.IGNORECASE | re.DOTALL
)
IN_AN_EMERGENCY: Final = "if this is happening now, call the emergency number of your country; nothing that is held here can help with it"
CRISIS: Final = re.compile(
    r"\b(?:(?:want|wants|going|plan|plans|rather) (?:to )?(?:end it(?: all)?|die|be dead|end my life|kill myself)|(?:kill|killing|hurt|hurting) (?:myself|himself|herself)|"
    r"(?:take|taking|end|ending) (?:my|his|her) (?:own )?life|(?:do not|don['’]?t) want to (?:live|be here)|suicidal)\b",
    re.IGNORECASE,
)
IN_A_CRISIS: Final = (
    "if you think of ending your life, or somebody near you does, please talk to a person now: the emergency number of your country, "
    "a crisis line, or a doctor; nothing that is held here can help with it"
)
# Who says so in plain words means any cell therapy; as a product's name it would leave out cord blood and uncultured marrow.
ANY_PRODUCT: Final = "regenerative medicine product"
# What a person calls a thing that is known here by another name; plain words in a question, no synonyms of the term.
CALLED: Final = {
    said: name
    for name, words in {
        ANY_PRODUCT: "stem cell|stem cells|cell|cells",
        "stem cell transplant": "stem cell transplants|stem cell transplantation|stem cell transplantations",
        "death": "die|dies|died|dead|fatal|fatalities|killed",
        "knee osteoarthritis": "knee|knees|knee arthritis",
        # Lesser loss of sight is what was seen too.
        "visual loss": "blind|blindness",
        "autism": "autistic",
        "infection": "infected",
        "frailty": "frail",
        "type 1 diabetes": "type 1 diabetic|type 1 diabetics",
        "type 2 diabetes": "type 2 diabetic|type 2 diabetics",
        # What clinicians write; the records have the words.
        "traumatic brain injury": "tbi",
        "osteonecrosis": "avn|avascular necrosis",
        "lung function": "fev1",
        "heart failure": "hfref",
        "progressive MS": "pms",
        "intervertebral disk degenerative disorder": "ddd",
        "heart attack": "post-mi|ami",
        "cardiosphere-derived cells": "cdcs",
        "intrathecal administration": "spine|spinal canal|spinal injection|spinal tap|lumbar puncture|spinal fluid|intrathecally",
        "intravenous administration": "drip|vein|veins|bloodstream|intravenously",
        "intra-arterial administration": "intra-arterial|intraarterial|artery|carotid artery",
        "intracerebroventricular administration": "brain's ventricles|brain ventricles|ventricles|ventricles of the brain|intraventricular",
        "intra-articular administration": "intra-articular|intraarticular",
        "intradiscal administration": "intradiscal",
        "intracerebral administration": "intracerebral",
    }.items()
    for said in words.split("|")
}
# Words of many questions, which alone choose none.
WEAK: Final = frozenset(("trial", "study", "studi", "phas", "iii", "ii", "3", "2"))
# Whose decision is asked for, and where it holds.
REGIONS: Final = {
    **dict.fromkeys(("fda", "usa", "u.s", "america"), "United States"),
    **dict.fromkeys(("ema", "eu", "europe"), "European Union"),
    "japan": "Japan", "canada": "Canada", "korea": "South Korea",
}  # fmt: skip
# Where a study was done, as records write it.
COUNTRIES: Final = {
    **dict.fromkeys(("usa", "u.s", "america", "united states", "the states"), "United States"),
    **dict.fromkeys(("uk", "britain", "england", "united kingdom", "great britain"), "United Kingdom"),
    **dict.fromkeys(("korea", "south korea", "korean", "south korean"), "South Korea"),
    "american": "United States", "british": "United Kingdom", "dutch": "Netherlands", "chinese": "China", "iranian": "Iran", "japanese": "Japan",
    "german": "Germany", "spanish": "Spain", "italian": "Italy", "french": "France", "israeli": "Israel", "swedish": "Sweden", "polish": "Poland",
    **dict.fromkeys(("holland", "netherlands"), "Netherlands"),
    **{name.casefold(): name for name in (
        "Argentina", "Australia", "Belgium", "Brazil", "Canada", "China", "Costa Rica", "Czechia", "Denmark", "Egypt", "France", "Germany", "Greece",
        "Hungary", "India", "Indonesia", "Iran", "Ireland", "Israel", "Italy", "Japan", "Jordan", "Lebanon", "Malaysia", "Mexico", "Norway", "Poland",
        "Portugal", "Russia", "Spain", "Sweden", "Switzerland", "Turkey", "Ukraine",
    )},
}  # fmt: skip
# Names so wide that they choose nothing.
WIDEST: Final = frozenset(
    "disease diseases disorder disorders syndrome illness outcome outcomes process function".split()
)
# Adjectives that are words of names and ask for none of them.
NO_NAMES: Final = frozenset(
    "ischaemic ischemic chronic acute severe mild spinal bone local new old small large cord graft brain lung lungs skin retina heart hip hips fat".split()
)
# Asks for one of two things.
OF_TWO: Final = frozenset("vs versus v or than against compared".split())
# What no record here can tell, and what can.
NOT_HELD: Final = {
    **dict.fromkeys(("cost", "costs", "price", "prices", "expensive", "cheap", "pay", "insurance"), "prices are not held here"),
    **dict.fromkeys(("stock", "stocks", "invest", "investment", "investor", "investors"), "what a company is worth is not held here"),
    **dict.fromkeys(("clinic", "clinics", "hospital", "hospitals"), "clinics are not held here; `stroma ask harm-reports` has what regulators report of them"),
    **dict.fromkeys(
        ("recruit", "recruits", "recruiting", "recruitment", "enrol", "enroll", "enrolling", "join", "participate"),
        "whether a trial recruits is not held here, registries know; `stroma ask trials-without-results` has the trials without a result",
    ),
}  # fmt: skip
TRANSPLANT: Final = re.compile(r"(?<!mesenchymal )\bstem[- ]cells? transplant", re.IGNORECASE)
NO_TRANSPLANT: Final = "transplantation of blood-forming stem cells (HSCT, often just called a stem cell transplant) is not covered here"
NOT_HELD_PHRASES: Final = {
    "exosomes?": "exosomes are not covered here: cell products are",
    "(?:extracellular|micro-?) ?vesicles?": "extracellular vesicles are not covered here: cell products are",
    "a?hsct": NO_TRANSPLANT,
    "ha?ematopoietic stem[- ]cells? transplant(?:ation)?s?": NO_TRANSPLANT,
    "long[- ]covid": "long COVID is not covered here; it is another condition than COVID-19, which is",
}  # fmt: skip
