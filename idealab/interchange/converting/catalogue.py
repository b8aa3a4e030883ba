"""The sources that can be converted, by the name that the command takes."""

from collections.abc import Callable, Mapping

from idealab.interchange.converting import cimt, decidim, innovonto, polis
from idealab.interchange.converting.conversion import Counts

CONVERTERS: Mapping[str, Callable[..., Counts]] = {
    "decidim": decidim.convert,
    "polis": polis.convert,
    "cimt": cimt.convert,
    "innovonto": innovonto.convert,
}
