"""How a document is shown: HTML for reading and for the press (`html`), PDF (`pdf`)."""

from portal.core.errors import PortalError


class RenderError(PortalError):
    """This document cannot be printed; the text says in Russian why and what to do."""
