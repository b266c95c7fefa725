"""Whom a row means where its identity number is missing or mistyped: scored by Splink, out of the vault, in memory."""

from warehouse.matching.links import THRESHOLD, Outcome, link_people

__all__ = ["THRESHOLD", "Outcome", "link_people"]
