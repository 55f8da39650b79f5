"""The parts of a report, one a module, in the order a reader meets them."""
