"""The screens: read-only pages over the published marts."""
