"""One folder per screen, named as in the menu."""
