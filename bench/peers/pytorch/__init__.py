"""Workloads by subject: a name, and what prepares it: returns one repetition and how many numbers its networks learn."""
