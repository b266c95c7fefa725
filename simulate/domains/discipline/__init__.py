"""The discipline office: talks, education, clues, cases, visits, coverage."""

from simulate.domains.discipline import coverage, docket, education, talks, visits

DOMAINS = (talks.make, education.make, docket.make, coverage.make, visits.make)
