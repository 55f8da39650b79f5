"""What good looks like: frameworks as dated, sourced data, and the loader that checks them."""
