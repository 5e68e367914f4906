"""What all tests share."""

from hypothesis import settings

# How long one example takes depends on the machine and on what is imported for the first time.
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")
