"""Chapters run over and over with other parameters, and the one table that this makes."""
