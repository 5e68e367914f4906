"""Training of the shipped models. Needs `training/requirements.txt`; nothing in `cleaner` imports it."""
