"""The ballot engine: rules, electors, boxes, paper, the count, the public record."""
