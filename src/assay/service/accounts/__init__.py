"""People and access: who may sign in, what their roles let them do, and where."""
