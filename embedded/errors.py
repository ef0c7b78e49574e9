class EmbeddedServersError(Exception):
    """The servers cannot run here; the sentence says why and what to do about it."""
