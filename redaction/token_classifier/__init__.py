"""A token classifier of our own that names persons, addresses, places and organizations in any case and language."""
