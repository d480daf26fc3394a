"""The market's pages: the gallery, a template opened, an installation on its way."""
