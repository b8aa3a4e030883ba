"""Which pages about the site there are, and what they are called."""

from idealab.lib.languages import lazy

TITLES = {
    "help": lazy("Help"),
    "accessibility": lazy("Accessibility"),
    "privacy": lazy("Privacy"),
    "imprint": lazy("Imprint"),
}
LEADS = {
    "help": lazy("How to take part, and what happens to your idea."),
    "accessibility": lazy("What works for whom, and whom to tell when something does not."),
    "privacy": lazy("What is kept about you, why, and how to get it or be rid of it."),
    "imprint": lazy("Who runs this site."),
}
