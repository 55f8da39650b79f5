"""Backups: one archive of the database, the files and the secret key, and the way back."""
