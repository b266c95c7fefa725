"""Where data lives and who may open it: contracts, landing, builds, the serving file."""
