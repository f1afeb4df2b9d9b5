"""Letters about diplomas: who asks whether one is genuine, until when, and what the office answered."""
