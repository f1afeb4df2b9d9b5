"""Read by the worker."""

from permissions import actions  # noqa: F401 - to import them is to register their daily jobs
