"""What offices spend on themselves and pay out: allowances, receptions, cars, compensation."""

from simulate.domains.expenses import allowances, cars, claims, compensation, standards

DOMAINS = (standards.make, allowances.make, cars.make, claims.make, compensation.make)
