"""What is printed: data turned into a tree of plain blocks (`blocks`), kept as JSON (`serial`)."""
