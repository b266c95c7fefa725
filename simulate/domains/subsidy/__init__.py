"""Benefits paid to households."""

from simulate.domains.subsidy import benefits

DOMAINS = (benefits.make,)
