"""Office files and notices to the landing: recognise, read, check, tokenise, land."""
