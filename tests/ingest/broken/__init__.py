"""A corpus of workbooks as they really come: each built by code, each with what has to become of it."""
