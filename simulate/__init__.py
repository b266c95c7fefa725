"""Invented districts as office files: the hand-written sample that ships with the project."""
