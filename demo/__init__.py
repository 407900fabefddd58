"""The demonstration county: invented people and matters, every text marked 示例."""
