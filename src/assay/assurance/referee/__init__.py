"""Each criterion once more, in slow and obvious Python, to hold the engines against."""
