"""One module per verb: read the arguments, call one function, print what it returns."""
