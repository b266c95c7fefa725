"""Errors a person can act on, named after who acts.

Each carries one sentence in the reader's language that says what happened, where, and what to do next.
"""

from __future__ import annotations


class TaizhangError(Exception):
    """Base of every error that is shown to a person without a traceback; says the same in both languages."""

    exit_code = 1

    def __init__(self, zh: str, en: str | None = None) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en or zh


class ContractError(TaizhangError):
    """A contract cannot be read; whoever maintains the contracts acts. Names file and line."""


class UsageError(TaizhangError):
    """The command was called wrongly; whoever typed it acts."""

    exit_code = 2


class EnvironmentUnfit(TaizhangError):
    """The machine or the site folder cannot do the work; the operator acts."""

    exit_code = 4
