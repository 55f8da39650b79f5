"""Where criteria become statements and are run; the only place that knows Ibis."""
