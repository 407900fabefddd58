"""The demonstration county: invented people and cases, every text marked 示例."""
