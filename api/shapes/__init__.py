"""The JSON shapes of /v1."""
