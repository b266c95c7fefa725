"""The registers of other offices; made last, with what the other domains have put into them."""

from simulate.domains.register import assets, firms, people

DOMAINS = (people.make, firms.make, assets.make)
