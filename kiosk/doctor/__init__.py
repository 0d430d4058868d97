"""Examines a terminal before or beside its work: what is wrong, and who can put it right."""
