"""One module per page: `POSITION` in the menu (None hides it) and `render(view)`. The words stand in `i18n/`."""
