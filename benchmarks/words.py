"""Texts of a made-up campaign: own word lists in several languages, a few words common and most
of them rare, as in real texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from random import Random

LANGUAGES = {"de": 0.60, "en": 0.30, "pt": 0.04, "zh": 0.03, "ar": 0.02, "emoji": 0.01}
SMALL = {
    "de": """und die der das in zu mit für auf ist nicht ein eine auch wir von dem sich man wenn
    oder mehr als wie im bei nur noch aber an es aus so dann alle damit kann soll wird durch ohne
    sehr""",
    "en": """the and to a of in for is it that with on be as are this can more we or not by at when
    which people would every should than so if only from have without also they very""",
    "pt": """e a o de que para com em um uma não mais se os as por mas como ao também muito sem
    quando pode cada deve""",
}  # fmt: skip
FIRST = {
    "de": """Fahrrad Park Straßen Schul Bus Solar Dach Spiel Nacht Wasser Tür Sitz Stadt Lade Kinder
    Regen Licht Müll Garten Markt Wohn Hof Brücken Fußgänger Nachbar Werkstatt Leih Lasten Wetter
    Rücken Fenster Reifen Strom Karten Sicht Lärm Baum Ufer Bahn Kurz""",
    "en": """bike park street school bus solar roof play night water door seat city charging child
    rain light waste garden market home yard bridge walk neighbour workshop lending cargo weather
    back window tyre power map view noise tree river train quick""",
    "pt": """bicicleta parque rua escola sol telhado noite água porta banco cidade carga criança
    chuva luz lixo jardim mercado casa ponte vizinho oficina tempo janela roda mapa árvore rio""",
}  # fmt: skip
SECOND = {
    "de": """platz halter weg station ordnung schutz netz dienst karte lampe bank zeit helfer fläche
    anzeige sammlung dose klappe spange fach knopf plan laube kreis treff zone spur kante leiste
    griff deckel schiene plane scheibe warnung kiste hülle bügel waage stufe""",
    "en": """place holder path station guard net service card lamp bench timer helper surface sign
    pool socket flap clip tray button plan shed circle meeting zone lane edge strip handle cover
    rail sheet disc warning box sleeve bracket scale step""",
    "pt": """pública segura aberta verde partilhada leve limpa nova quieta coberta solar dobrável
    móvel clara barata larga elétrica comum""",
}  # fmt: skip
SIGNS = {
    "zh": "城市公园自行车学校道路灯光水雨夜晚孩子邻居安全绿色共享屋顶太阳能"
    "充电门窗桥市场花园时间地图噪音树河",
    "emoji": "🚲🚌🌳💡🚪🪑🌧🗺🏫🏠🔋🌞🚦🛴🧒🌉🧺🪴🔧🎨",
}
ARABIC = """المدينة الحديقة المدرسة الشارع الدراجة الحافلة الضوء الماء المطر الليل الأطفال الجيران
السوق الجسر الباب النافذة السقف الشمس الشحن الخريطة الشجرة النهر في من على مع إلى كل أكثر"""

FIRST_NAMES = """Ana Bruno Carla Diego Elif Felix Greta Hugo Ines Jonas Katrin Lea Malik Nora Otto
Paula Ravi Sofia Tim Ulla Vera Wanda Yara Zoe""".split()  # noqa: SIM905
LAST_NAMES = """Almeida Berger Costa Demir Engel Fischer Gomes Hartmann Ito Jansen Keller Lopes
Meier Nowak Okafor Pereira Quandt Rossi Schmidt Torres Urban Vogel Wagner Yilmaz""".split()  # noqa: SIM905


@dataclass(frozen=True)
class Vocabulary:
    words: Sequence[str]
    bounds: Sequence[float]  # running sums of how often each is used
    length: float  # characters of a word and its space, in the mean
    gap: str = " "

    def line(self, characters: float, random: Random) -> str:
        count = max(1, round(characters / self.length))
        words = random.choices(self.words, cum_weights=self.bounds, k=count)
        return self.gap.join(words)


def vocabularies() -> dict[str, Vocabulary]:
    found = {name: _european(name) for name in SMALL}
    found["ar"] = _vocabulary(ARABIC.split())
    found["zh"] = _vocabulary([a + b for a, b in product(SIGNS["zh"], SIGNS["zh"])], gap="")
    found["emoji"] = _vocabulary([*SIGNS["emoji"]])
    return found


def title_of(line: str) -> str:
    return line[:1].upper() + line[1:250]


def nearly(text: str, part: float, other: Callable[[float], str], random: Random) -> str:
    """The same words but for `part` of them, which are new."""
    words = text.split(" ")
    fresh = other(len(text)).split(" ")
    return " ".join(random.choice(fresh) if random.random() < part else word for word in words)


def _european(name: str) -> Vocabulary:
    first, second = FIRST[name].split(), SECOND[name].split()
    if name == "de":
        made = [a + b for a, b in product(first, second)]
    elif name == "en":
        made = [a + b for a, b in product(first, second)] + first
    else:
        made = first + second + [f"{a}-{b}" for a, b in product(first, second)]
    Random(name).shuffle(made)
    return _vocabulary(SMALL[name].split() + made)


def _vocabulary(words: list[str], *, gap: str = " ") -> Vocabulary:
    """The first word is used most, the others after it by Zipf's law."""
    often = [3.0 / (rank + 3) for rank in range(len(words))]
    mean = sum(len(word) * weight for word, weight in zip(words, often, strict=True)) / sum(often)
    return Vocabulary(words, [*accumulate(often)], mean + len(gap), gap)
