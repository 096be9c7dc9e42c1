"""One module a dialect. Each has

- `MAKES_GROUP`, whether its text creates the resource group;
- `UNASKED`, what its tool does by itself where a gap says so;
- `act(text, cloud)`, which does to a cloud what a text says, and tells what is wrong with the text.
"""
