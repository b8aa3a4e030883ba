"""Forms of one word brought together: a light stemmer for German and one for English, and the
small words of both. All of it works on folded text: “Größen” comes here as “grossen”."""

from collections.abc import Iterable
from functools import lru_cache

SHORTEST = 3  # letters that a stem keeps
_GERMAN = """
aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis
bist da dabei dadurch dafur damit dann daran darauf daraus darf darin das dass dazu dein deine dem
den denn der deren des dessen deswegen dich die dies diese diesem diesen dieser dieses dir doch dort
du durch durfen eher ein eine einem einen einer eines einfach einmal er es etwa etwas euch euer eure
fur ganz gar gegen genau gibt gut hab habe haben hat hatte hatten her hier hin ich ihm ihn ihnen ihr
ihre ihrem ihren ihrer im immer in ins ist ja je jede jedem jeden jeder jedes jetzt kann kein keine
keinen kommt konnen konnte konnten lassen macht machen man manche manchmal mehr mein meine meinem
meinen meiner mich mir mit mochte muss mussen nach nicht nichts noch nun nur ob oder ohne oft schon
sehr sei sein seine seinem seinen seiner selbst sich sie sind so sodass solche soll sollen sollte
sollten sondern sonst statt uber um und uns unser unsere unserem unseren unter viel viele vielen
vom von vor war ware waren was wegen weil weiter welche welcher wem wen wenig wenn wer werden wie
wieder will wir wird wo wollen worden wurde wurden zu zum zur zwar zwischen
"""
_ENGLISH = """
a about above after again all also am an and any are as at be because been before being below
between both but by can could did do does doing down during each even every few for from further
get gets had has have having he her here hers him his how i if in into is it its itself just let
like may me might more most much must my no nor not now of off on once one only or other our ours
out over own per same she should so some such than that the their theirs them then there these they
this those through to too under until up upon us very via was we were what when where whether which
while who whom why will with within without would you your yours don doesn isn t s ll re ve d m
"""
SMALL = {"de": frozenset(_GERMAN.split()), "en": frozenset(_ENGLISH.split())}
SMALL_WORDS = SMALL["de"] | SMALL["en"]

# “Autos” and “Parks”, and not “Haus” or “Kreis”.
_PLURALS_DE = tuple(f"{letter}s" for letter in "abdfghklmnorty")
_ENDINGS_DE = ("ungen", "innen", "erin", "ung", "ern", "em", "en", "er", "es", "e")
_BEFORE_THEM_DE = ("er", "st", "ung")  # “Fahrer-innen”, “klein-st-en”
_ENDINGS_EN = (
    "ations", "ation", "ments", "ment", "ness", "ings", "ing", "ers", "er", "ed", "ly",
)  # fmt: skip
_IRREGULAR_EN = {
    "children": "child", "men": "man", "women": "woman", "feet": "foot", "used": "use",
    "using": "use", "drove": "driv", "driven": "driv", "built": "build", "lit": "light",
}  # fmt: skip
LANGUAGES = ("de", "en")


def language_of(words: Iterable[str], declared: str | None) -> str | None:
    """In which language a text really is, by its small words: many forms are sent with the
    language they were opened in. The declared one, where the words do not say otherwise."""
    counts = {"de": 0, "en": 0}
    for word in words:
        for language in LANGUAGES:
            counts[language] += word in SMALL[language]
    less, more = sorted(LANGUAGES, key=lambda language: counts[language])
    if declared is not None and declared not in LANGUAGES:
        return declared
    return more if counts[more] >= 2 + 2 * counts[less] else declared


@lru_cache(maxsize=100_000)
def stem(word: str, language: str | None) -> str:
    """What the forms of a word have in common; the word itself in other languages."""
    if language == "de":
        return _german(word)
    return _english(word) if language == "en" else word


def stems(word: str) -> list[str]:
    """The word as a German and as an English one, for a query says no language."""
    return list(dict.fromkeys(stem(word, language) for language in LANGUAGES))


def _german(word: str) -> str:
    if len(word) > SHORTEST + 1 and word.endswith(_PLURALS_DE):
        word = word[:-1]
    word = _without(word, _ENDINGS_DE, keep=SHORTEST)
    return _without(word, _BEFORE_THEM_DE, keep=SHORTEST + 1)


def _without(word: str, endings: tuple[str, ...], *, keep: int) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= max(keep, len(ending)):
            return word[: -len(ending)]
    return word


def _english(word: str) -> str:
    if word in _IRREGULAR_EN:
        return _IRREGULAR_EN[word]
    if word.endswith(("ies", "ied")) and len(word) > SHORTEST + 1:
        word = word[:-3] + "y"
    elif word.endswith("s") and word[-2:-1] not in "siu" and len(word) > SHORTEST:
        word = word[:-1]
        if word.endswith(("sse", "she", "che", "xe")):
            word = word[:-1]
    bare = _without(word, _ENDINGS_EN, keep=SHORTEST)
    if bare != word and len(bare) > SHORTEST and bare[-1] == bare[-2] and bare[-1] not in "ls":
        bare = bare[:-1]  # “stopp-ing”
    word = bare
    return word[:-1] if word.endswith("e") and len(word) > SHORTEST else word
