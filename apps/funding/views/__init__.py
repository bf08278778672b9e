"""Pages of contributions and money: parse, one domain call, show."""
