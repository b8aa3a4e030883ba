"""Every page of the product by its name: where it is, and who looks at it."""

from dataclasses import dataclass

from idealab.lib.access import Role
from tests.browser import scenes
from tests.browser.scenes import Person, Place
from tests.support.sites import Site

# Who looks: nobody, a reader, the author of the idea, somebody whose address is not confirmed,
# an admin of the installation.
PAGES = {
    "home": ("/", None),
    "wall": ("{wall}", "reader"),
    "wall-anonymous": ("{wall}", None),
    "wall-blind": ("{blind}", "reader"),
    "wall-ended": ("{ended}", None),
    "wall-empty": ("{empty}", None),
    "wall-filtered": ("{wall}?pictured=y&language=en&tag=doors", None),
    "wall-no-match": ("{wall}?q=qwertz", None),
    "brief": ("{wall}/brief", None),
    "updates": ("{wall}/updates", None),
    "updates-empty": ("{empty}/updates", "admin"),
    "update": ("{update}", None),
    "people": ("{wall}/people", None),
    "people-nobody": ("{empty}/people?name=x", None),
    "results": ("{wall}/results", None),
    "results-empty": ("{empty}/results", "admin"),
    "idea": ("{idea}", "reader"),
    "idea-anonymous": ("{idea}", None),
    "idea-own": ("{idea}", "author"),
    "idea-for-staff": ("{idea}", "admin"),
    "idea-newest": ("{idea}?order=newest", "reader"),
    "similar-ideas": ("{idea}/similar", None),
    "thread": ("{comment}/thread", "reader"),
    "comment-edit": ("{comment}/edit", "reader"),
    "comment-revisions": ("{comment}/revisions", None),
    "report": ("{idea}/reports/new", "reader"),
    "reports": ("{desk}/reports", "admin"),
    "versions": ("{idea}/versions", None),
    "descent": ("{idea}/descent", None),
    "remixes": ("{idea}/remixes", None),
    "coauthors": ("{idea}/coauthors", "author"),
    "invitation": ("{idea}/invitation", "reader"),
    "submit": ("{wall}/ideas/new", "reader"),
    "edit": ("{idea}/edit", "author"),
    "help": ("/help", None),
    "imprint": ("/imprint", "admin"),
    "privacy": ("/privacy", None),
    "staff-pages": ("/staff/pages", "admin"),
    "staff-page": ("/staff/pages/help/en", "admin"),
    "sign-in": ("/sign-in", None),
    "join": ("/join", None),
    "confirm": ("/confirm", "fresh"),
    "forgot": ("/forgot-password", None),
    "settings": ("/me/settings", "author"),
    "me": ("/me", "author"),
    "me-empty": ("/me", "fresh"),
    "my-ideas": ("/me/ideas", "author"),
    "my-follows": ("/me/follows", "reader"),
    "my-comments": ("/me/comments", "reader"),
    "my-data": ("/me/data", "author"),
    "thanks": ("/thanks", None),
    "person": ("{person}", None),
    "person-for-admin": ("{person}", "admin"),
    "odd-idea": ("{odd}", None),
    "odd-me": ("/me", "odd"),
    "odd-person": ("{odd-person}", None),
    "nothing-here": ("/nowhere", None),
    "refused": ("{ended}/ideas/new", "reader"),
    "mail": ("/dev/mail", None),
    "staff": ("/staff", "admin"),
    "campaign-new": ("/staff/campaigns/new", "admin"),
    "campaign-edit": ("{desk}/edit", "admin"),
    "campaign-people": ("{desk}/people", "admin"),
    "board": ("{desk}/board", "admin"),
    "staff-updates": ("{desk}/updates", "admin"),
    "update-new": ("{desk}/updates/new", "admin"),
    "update-edit": ("/staff{update}/edit", "admin"),
    "staff-results": ("{desk}/results", "admin"),
    "exports": ("{desk}/exports", "admin"),
    "enter": ("{desk}/ideas/new", "admin"),
}
TOWER = "Z" + "\u0351\u0357\u030d" * 60
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ODD_TITLE = f"\u202e\u0633\u064a\u0627\u0631\u0629 {FAMILY} {TOWER[:40]} " + "W" * 60
ODD_TEXT = (
    f"\u05de\u05db\u05d5\u05e0\u05d9\u05ea {TOWER} {FAMILY * 40} " + "\ufdfd" * 200 + "a" * 2300
)
REFUSING = {"nothing-here": 404, "refused": 409}


@dataclass(frozen=True)
class World:
    """What there is on the site for all tests to look at, and nobody to change."""

    people: dict[str, Person]
    open: Place
    idea: int
    addresses: dict[str, str]

    def address(self, name: str) -> str:
        return PAGES[name][0].format_map(self.addresses)

    def looker(self, name: str) -> int | None:
        who = PAGES[name][1]
        return self.people[who].id if who else None


def world(site: Site) -> World:
    people = {
        "reader": scenes.person(site, "Bruno"),
        "author": scenes.person(site, "Ana"),
        "fresh": scenes.person(site, "Nova", confirmed=False),
        "odd": scenes.person(site, "Nour"),
        "admin": scenes.person(site, "Ada", Role.ADMIN, Role.MODERATOR, Role.PRODUCT),
    }
    place = scenes.campaign(site, "A car for the city", votes_per_person=10)
    blind = scenes.campaign(site, "Seats for a van", allows=scenes.BLIND)
    ended = scenes.campaign(site, "A door for every garage", ended=True)
    empty = scenes.campaign(site, "Lights for the night")
    idea, comment = _talked_about(site, place, people)
    odd = _oddly_written(site, place, people)
    for number in range(4):
        scenes.idea(site, blind, people["author"], f"A seat for {number + 2} dogs")
        scenes.idea(site, place, people["author"], f"{scenes.LONG} {number}", language="de")
    scenes.told(site, place, people["admin"], "The first week", text="Nobody came. " * 40)
    told = scenes.told(site, place, people["admin"], "A wheel came off", pictures=2)
    scenes.decide(site, place, people["admin"])
    built = scenes.idea(site, place, people["author"], "A bench that folds")
    scenes.picture(site, built, people["author"], alt="A bench")
    scenes.move(site, built, people["admin"], *scenes.WAY, reason="It is light and cheap.")
    stopped = scenes.idea(site, place, people["author"], "A roof that sings")
    scenes.move(site, stopped, people["admin"], "Not now", reason="It sings too loud.")
    scenes.await_pictures(site)
    addresses = {"wall": place.wall, "blind": blind.wall, "ended": ended.wall, "empty": empty.wall}
    addresses |= {"desk": place.desk, "idea": f"/ideas/{idea}", "comment": f"/comments/{comment}"}
    addresses["update"] = f"{place.wall}/updates/{told}"
    addresses["odd"] = f"/ideas/{odd}"
    addresses["odd-person"] = f"/people/{people['odd'].id}"
    addresses["person"] = f"/people/{people['author'].id}"
    return World(people, place, idea, addresses)


def _oddly_written(site: Site, place: Place, people: dict[str, Person]) -> int:
    """An idea in letters of every kind: from right to left, in towers, in one word without end."""
    odd, admin = people["odd"], people["admin"]
    scenes.renamed(
        site, odd, "\u05e0\u05d5\u05e8 " + "\U0001f697" * 5 + "a" * 30, about=ODD_TEXT[:900]
    )
    idea = scenes.idea(site, place, odd, ODD_TITLE, text=ODD_TEXT)
    scenes.comment(site, idea, odd, ODD_TEXT[:3000])
    scenes.comment(site, idea, people["reader"], "\u202etxt.exe \u0633\u064a\u0627\u0631\u0629")
    scenes.move(site, idea, admin, "In review", reason="\u05de\u05d3\u05d5\u05e2? " + "x" * 300)
    return idea


def _talked_about(site: Site, place: Place, people: dict[str, Person]) -> tuple[int, int]:
    """An idea with two pictures, a talk, and moves with their reasons; and a comment on it."""
    author, reader, admin = people["author"], people["reader"], people["admin"]
    idea = scenes.idea(site, place, author, "Doors that slide", text="They **never** hit. " * 30)
    scenes.picture(site, idea, author)
    scenes.picture(site, idea, author, alt="The same car from behind", size=(900, 1200))
    first = scenes.comment(site, idea, reader, f"What does a {scenes.LONG} cost?")
    scenes.comment(site, idea, author, "I ask my uncle.", parent=first)
    scenes.revision(site, idea, author, text="They **never** hit a child. " * 30, alt="A small car")
    scenes.move(site, idea, admin, "In review", "Shortlisted", reason="It saves 40 kg. " * 8)
    scenes.pin(site, idea, author, "whether it opens in the garage.")
    scenes.pin(site, idea, reader, "the rain.")
    scenes.reword(site, first, reader, f"What does such a {scenes.LONG} cost?")
    scenes.report(site, idea, reader, "I have seen it elsewhere.")
    return idea, first
