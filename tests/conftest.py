"""What all tests share."""

import os

from hypothesis import settings

# How long one example takes depends on the machine and on what is imported for the first time. A check of a commit
# tries the same examples each time, so that it says the same; whoever develops tries others each time.
settings.register_profile("shared", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("shared")
