"""A sample of every action of every part: a thing it is due on, who takes it, what is sent."""
