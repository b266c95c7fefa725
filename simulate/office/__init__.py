"""How offices write: the spellings of values, the layouts of sheets, the files."""
