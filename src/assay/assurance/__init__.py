"""What the record shows: every criterion over every case, and what an inspector would find."""
