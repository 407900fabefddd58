"""A sample of every action of every part: the object, the person, the form data."""
