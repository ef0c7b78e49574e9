from importlib.util import find_spec
from pathlib import Path

from embedded.errors import EmbeddedServersError


def folder_of_wheel(package: str) -> Path:
    """Find the folder of a wheel that is to us but a carrier of programs; its own code stays unimported."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServersError(
            f"The package {package} is not installed; it exists for Linux with glibc and for macOS. "
            "Set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return Path(spec.submodule_search_locations[0])
