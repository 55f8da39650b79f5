"""Files people hand us, read whole with every problem listed; files we make, written whole."""
